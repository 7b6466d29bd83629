using Npgsql;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task A_database_copies_its_template_and_is_dropped_at_the_end()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        var server = await PostgresServer.SharedAsync();
        var template = await server.PrepareTemplateAsync("template_of_one", async connectionString =>
            await ScalarAsync(connectionString, "create table one (id int); insert into one values (7); select 0"));

        string connectionString;
        await using (var database = await server.CreateDatabaseAsync(template))
        {
            connectionString = database.ConnectionString;
            Assert.Equal(7, await ScalarAsync(connectionString, "select id from one"));
        }

        var gone = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(connectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    [Fact]
    public async Task A_server_of_ones_own_ends_when_it_is_disposed_and_leaves_nothing()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        string connectionString;
        string folder;
        await using (var server = await PostgresServer.StartAsync(isDurable: true))
        {
            connectionString = server.ConnectionString("postgres");
            folder = Path.GetDirectoryName((string)(await ScalarAsync(connectionString, "show data_directory"))!)!;
            Assert.Equal("on", await ScalarAsync(connectionString, "show fsync"));
        }

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ScalarAsync(connectionString, "select 1"));
        Assert.False(Directory.Exists(folder));
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
