namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>What stands in a database: version 0 is nothing yet.</summary>
internal readonly record struct SchemaState(int Version, int OldestReader);
