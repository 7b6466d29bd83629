using Npgsql;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Migrations;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>Databases of earlier schemas: the tables that the migrations up to each make, with the rows that the kit fills in and the meaning that they had then.</summary>
internal static class EarlierPostgresDatabases
{
    // Rows first and their references afterwards, as a restore does it. Before migration 7 a lease's end stood in due_at; before 8 each attempt and each body had a row of its own.
    private const string Copy = """
        insert into filled.wms_webhook_attempt (delivery_id, number, trigger, failure, status, truncated, started_at, latency, node, rule, answer)
        select id, attempts, 0, 0, status, truncated, started_at, latency, node, rule, answer from filled.wms_webhook_delivery_log where started_at is not null;
        insert into filled.wms_webhook_body select key, 0, contract, bytes from filled.wms_webhook_event where contract is not null;
        update filled.wms_webhook_delivery set due_at = lease_until where lease_until is not null;
        set session_replication_role = replica;
        do $$
        declare name text; columns text; last bigint;
        begin
            for name in select tablename from pg_tables where schemaname = 'wms_webhooks' loop
                select string_agg(quote_ident(column_name), ', ') into columns from information_schema.columns where table_schema = 'wms_webhooks' and table_name = name and identity_generation is null;
                execute format('delete from wms_webhooks.%I', name);
                execute format('insert into wms_webhooks.%I (%s) select %s from filled.%I', name, columns, columns, name);
            end loop;
            for name in select sequencename from pg_sequences where schemaname = 'wms_webhooks' loop
                execute format('select last_value from filled.%I', name) into last;
                perform setval(format('wms_webhooks.%I', name), last);
            end loop;
        end $$;
        drop schema filled cascade;
        """;

    public static IReadOnlyList<EarlierSchema> All { get; } =
    [
        .. EmbeddedMigrations.All.SkipLast(1).Select(migration => new EarlierSchema($"schema {migration.Number}", stop => OpenAsync(migration.Number, stop))),
    ];

    private static async Task<StoreUnderTest> OpenAsync(int number, CancellationToken stop)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using (var filled = PostgreSqlStores.Open(database.ConnectionString, new PostgreSqlOptions { Schema = "filled" }, TimeProvider.System))
        {
            await filled.InitializeAsync(stop);
            await EarlierSchema.FillAsync(new StoreUnderTest { Subscriptions = filled.Subscriptions, Deliveries = filled.Deliveries, Log = filled.Log }, stop);
        }

        await using (var earlier = new PgDatabase(database.ConnectionString, new PostgreSqlOptions()))
        {
            await new MigrationRunner(earlier, [.. EmbeddedMigrations.All.Where(migration => migration.Number <= number)]).RunAsync(SchemaMode.CreateOrUpdate, stop);
        }

        await using (var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync(stop);
            await using var command = new NpgsqlCommand($"{Copy} update wms_webhooks.wms_webhook_meta set schema_version = {number}", connection);
            await command.ExecuteNonQueryAsync(stop);
        }

        var stores = PostgreSqlStores.Open(database.ConnectionString, new PostgreSqlOptions(), TimeProvider.System);
        await stores.InitializeAsync(stop);
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            Disposing = async () =>
            {
                await stores.DisposeAsync();
                await database.DisposeAsync();
            },
        };
    }
}
