namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Number">The schema's version after it.</param>
/// <param name="OldestReader">The oldest version of the schema whose packages can go on working on it: while a cluster is upgraded, nodes of both run.</param>
/// <param name="Sql">With <c>{schema}</c> for the schema's quoted name.</param>
internal readonly record struct Migration(int Number, int OldestReader, string Sql);
