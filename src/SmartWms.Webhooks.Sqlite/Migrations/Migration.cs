namespace SmartWms.Webhooks.Sqlite.Migrations;

/// <summary>One numbered step of the schema.</summary>
internal readonly record struct Migration(int Number, string Sql);
