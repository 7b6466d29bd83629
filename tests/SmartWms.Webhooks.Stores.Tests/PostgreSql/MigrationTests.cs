using Npgsql;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Migrations;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

public sealed class MigrationTests
{
    private const string Tables = "select count(*) from pg_tables where schemaname = 'wms_webhooks'";

    [Fact]
    public async Task Ten_nodes_that_start_at_once_migrate_once()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        var nodes = Enumerable.Range(0, 10).Select(_ => postgres.OpenNode()).ToArray();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.InitializeAsync(CancellationToken.None))));

        Assert.Equal(1, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_meta"));
        Assert.Equal(PostgreSqlSchema.Version, await postgres.ScalarAsync<int>("select schema_version from wms_webhooks.wms_webhook_meta"));
        Assert.Equal(10, await postgres.ScalarAsync<long>(Tables));
    }

    [Fact]
    public async Task Starting_again_keeps_the_instance_id_and_the_hosts_own_tables()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await postgres.ExecuteAsync("create table orders (id int); insert into orders values (7)");
        await postgres.Node.InitializeAsync(CancellationToken.None);
        var first = await postgres.ScalarAsync<Guid>("select instance_id from wms_webhooks.wms_webhook_meta");

        await postgres.OpenNode().InitializeAsync(CancellationToken.None);

        Assert.Equal(first, await postgres.ScalarAsync<Guid>("select instance_id from wms_webhooks.wms_webhook_meta"));
        Assert.Equal(7, await postgres.ScalarAsync<int>("select id from orders"));
    }

    [Fact]
    public async Task Validate_says_what_is_missing_and_what_to_run_and_changes_nothing()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        var node = postgres.OpenNode(options => options.SchemaMode = SchemaMode.Validate);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => node.InitializeAsync(CancellationToken.None));

        Assert.Contains("has no webhook tables", error.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSqlSchema.Script(\"wms_webhooks\", 0)", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await postgres.ScalarAsync<long>(Tables));
    }

    [Fact]
    public async Task The_exported_script_makes_what_validate_accepts()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await postgres.ExecuteAsync(PostgreSqlSchema.Script("own_schema"));
        var node = postgres.OpenNode(options => (options.Schema, options.SchemaMode) = ("own_schema", SchemaMode.Validate));

        await node.InitializeAsync(CancellationToken.None);

        Assert.Equal(0, (await node.Subscriptions.GetChangesAsync(0, CancellationToken.None)).Version);
        Assert.DoesNotContain("{schema}", PostgreSqlSchema.Script(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mode_none_asks_nothing()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();

        await postgres.OpenNode(options => options.SchemaMode = SchemaMode.None).InitializeAsync(CancellationToken.None);

        Assert.Equal(0, await postgres.ScalarAsync<long>(Tables));
    }

    [Theory] // a rolling upgrade: nodes of the previous minor version go on
    [InlineData(1, null)]
    [InlineData(98, "packages that know less than version 98")]
    public async Task Tables_of_a_later_package_are_used_as_far_as_it_says(int oldestReader, string? refusal)
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync($"update wms_webhooks.wms_webhook_meta set schema_version = 99, oldest_reader = {oldestReader}");

        foreach (var mode in new[] { SchemaMode.CreateOrUpdate, SchemaMode.Validate })
        {
            var starting = postgres.OpenNode(options => options.SchemaMode = mode).InitializeAsync(CancellationToken.None);
            if (refusal is null)
            {
                await starting;
            }
            else
            {
                Assert.Contains(refusal, (await Assert.ThrowsAsync<InvalidOperationException>(() => starting)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Only_later_migrations_are_applied_and_one_that_fails_leaves_no_trace()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await using var database = new PgDatabase(postgres.ConnectionString, new PostgreSqlOptions());
        var next = EmbeddedMigrations.All[^1].Number + 1;
        Migration broken = new(next, 1, "create table {schema}.half (a int); create table {schema}.half (a int);");
        Migration whole = new(next, 1, "create table {schema}.whole (a int);");

        await Assert.ThrowsAsync<PostgresException>(() => new MigrationRunner(database, [.. EmbeddedMigrations.All, broken]).RunAsync(SchemaMode.CreateOrUpdate, CancellationToken.None));
        Assert.Equal(10, await postgres.ScalarAsync<long>(Tables));
        Assert.True(await new MigrationRunner(database, [.. EmbeddedMigrations.All, whole]).RunAsync(SchemaMode.CreateOrUpdate, CancellationToken.None));

        Assert.Equal(next, await postgres.ScalarAsync<int>("select schema_version from wms_webhooks.wms_webhook_meta"));
        Assert.False(await new MigrationRunner(database, EmbeddedMigrations.All).RunAsync(SchemaMode.Validate, CancellationToken.None));
    }

    [Fact]
    public async Task An_index_that_an_administrator_made_beforehand_is_left_as_it_is()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var database = new PgDatabase(postgres.ConnectionString, new PostgreSqlOptions());
        await new MigrationRunner(database, [.. EmbeddedMigrations.All.Where(migration => migration.Number <= 5)]).RunAsync(SchemaMode.CreateOrUpdate, CancellationToken.None);
        await postgres.ExecuteAsync("create index concurrently wms_webhook_delivery_apart on wms_webhooks.wms_webhook_delivery (subscription_id, due_at) where lane <> subscription_id");

        Assert.True(await new MigrationRunner(database, EmbeddedMigrations.All).RunAsync(SchemaMode.CreateOrUpdate, CancellationToken.None));

        Assert.Equal(PostgreSqlSchema.Version, await postgres.ScalarAsync<int>("select schema_version from wms_webhooks.wms_webhook_meta"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Webhooks")]
    [InlineData("1st")]
    [InlineData("pg_mine")]
    [InlineData("a\"; drop schema public; --")]
    [InlineData("a_name_that_is_longer_than_the_sixty_three_characters_that_are_kept")]
    public void A_schema_that_is_no_plain_name_is_refused(string schema) =>
        Assert.Contains("Schema", Assert.Throws<ArgumentException>(() => PostgreSqlSchema.Script(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_outside_their_limits_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PostgreSqlStores.Open("Host=x", new PostgreSqlOptions { MaxConnections = 1 }, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => PostgreSqlStores.Open("Host=x", new PostgreSqlOptions { CommandTimeout = TimeSpan.Zero }, TimeProvider.System));
        Assert.Throws<ArgumentOutOfRangeException>(() => PostgreSqlSchema.Script(fromVersion: 99));
    }
}
