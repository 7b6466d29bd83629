using System.Reflection;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Migrations;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class SchemaTests
{
    [Fact]
    public async Task Every_table_is_strict_and_carries_the_prefix()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();

        Assert.Equal(11, file.Scalar("select count(*) from pragma_table_list where schema = 'main' and name like 'wms!_webhook!_%' escape '!' and strict = 1"));
        Assert.Equal(11, file.Scalar("select count(*) from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!'"));
    }

    [Fact]
    public async Task The_hosts_own_tables_in_the_same_file_are_left_alone()
    {
        await using var file = new SqliteFile();
        using (var host = file.Connect())
        {
            SqliteFile.Execute(host, "create table orders (id integer primary key); insert into orders values (7)");
        }

        await file.OpenAsync();

        Assert.Equal(7, file.Scalar("select id from orders"));
    }

    [Fact]
    public async Task Opening_again_keeps_the_instance_id_and_applies_nothing_twice()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        var first = InstanceId(file);

        await file.OpenAsync();

        Assert.Equal(first, InstanceId(file));
        Assert.Matches("^[0-9a-f]{32}$", first);
        Assert.Equal(MigrationRunner.Embedded[^1].Number, file.Scalar("select schema_version from wms_webhook_meta"));
    }

    [Fact]
    public async Task Processes_that_start_at_once_migrate_once()
    {
        await using var file = new SqliteFile();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => file.OpenAsync())));

        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_meta"));
    }

    [Fact]
    public async Task Only_later_migrations_are_applied_and_one_that_fails_leaves_no_trace()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using var session = new SmartWms.Webhooks.Sqlite.Connections.SqliteConnector(file.Options).OpenPatient();
        var next = MigrationRunner.Embedded[^1].Number + 1;

        Assert.ThrowsAny<Exception>(() => MigrationRunner.Run(session, [.. MigrationRunner.Embedded, new Migration(next, "create table half (a); create table half (a)")]));
        Assert.Equal(0, file.Scalar("select count(*) from sqlite_schema where name = 'half'"));

        MigrationRunner.Run(session, [.. MigrationRunner.Embedded, new Migration(next, "create table whole (a)")]);
        Assert.Equal(next, file.Scalar("select schema_version from wms_webhook_meta"));
    }

    [Fact]
    public async Task A_file_of_a_newer_package_is_refused_with_the_reason()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using (var host = file.Connect())
        {
            SqliteFile.Execute(host, "update wms_webhook_meta set schema_version = 99");
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => file.OpenAsync());

        Assert.Contains("schema 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_statement_of_the_package_compiles_against_the_schema()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using var session = file.Reader();
        string[] verbs = ["select ", "insert ", "update ", "delete ", "with "];
        var statements = typeof(SqliteOptions).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string) && !field.Name.EndsWith("Columns", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(text => verbs.Any(verb => text.StartsWith(verb, StringComparison.Ordinal)) && (!text.StartsWith("select", StringComparison.Ordinal) || text.Contains("from", StringComparison.Ordinal)))
            .ToList();

        Assert.True(statements.Count > 40, $"{statements.Count} statements found.");
        foreach (var sql in statements)
        {
            using var statement = session.Compile(sql);
        }
    }

    private static string InstanceId(SqliteFile file)
    {
        using var session = file.Reader();
        return session.TextScalar("select instance_id from wms_webhook_meta");
    }
}
