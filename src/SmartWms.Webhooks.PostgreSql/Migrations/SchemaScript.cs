using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>The migrations as one script that a person runs.</summary>
internal static class SchemaScript
{
    public static string Write(string schema, IReadOnlyList<Migration> migrations, int fromVersion)
    {
        var quoted = SchemaName.Quote(schema);
        var script = new StringBuilder("begin;\n");
        script.Append(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock(hashtextextended('wms_webhooks migration ' || '{schema}', 0));\n");
        if (fromVersion == 0)
        {
            script.Append(CultureInfo.InvariantCulture, $"create schema if not exists {quoted};\n");
        }

        foreach (var migration in migrations.Where(migration => migration.Number > fromVersion))
        {
            script.Append(migration.Sql).Append(Mark(migration));
        }

        return script.Replace(SchemaName.Placeholder, quoted).Append("commit;\n").ToString();
    }

    /// <summary>Says which version the tables have now.</summary>
    public static string Mark(Migration migration) => string.Create(CultureInfo.InvariantCulture,
        $"\nupdate {{schema}}.wms_webhook_meta set schema_version = {migration.Number}, oldest_reader = {migration.OldestReader};\n");
}
