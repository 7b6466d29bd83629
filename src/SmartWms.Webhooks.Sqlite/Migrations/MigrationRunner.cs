using System.Globalization;
using System.Reflection;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Migrations;

/// <summary>Brings the file's tables to this version's shape, forward only, each step in one transaction under the write lock.</summary>
internal static class MigrationRunner
{
    public static IReadOnlyList<Migration> Embedded { get; } = ReadEmbedded();

    public static void Run(SqliteSession session, IReadOnlyList<Migration> migrations)
    {
        if (CurrentVersion(session) == migrations[^1].Number)
        {
            return;     // the usual start takes no lock
        }

        session.Execute("begin immediate");
        try
        {
            var current = CurrentVersion(session);      // another process may have been faster
            if (current > migrations[^1].Number)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"The SQLite file has webhook tables of schema {current}; this version of the package knows schemas up to {migrations[^1].Number}. Use the newer package."));
            }

            foreach (var migration in migrations.Where(migration => migration.Number > current))
            {
                session.Execute(migration.Sql);
                session.Execute(string.Create(CultureInfo.InvariantCulture, $"update wms_webhook_meta set schema_version = {migration.Number}"));
            }

            session.Execute("commit");
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }

    private static long CurrentVersion(SqliteSession session) =>
        session.Scalar("select count(*) from sqlite_schema where type = 'table' and name = 'wms_webhook_meta'") == 0
            ? 0
            : session.Scalar("select schema_version from wms_webhook_meta");

    private static Migration[] ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), ReadText(assembly, name)))];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
