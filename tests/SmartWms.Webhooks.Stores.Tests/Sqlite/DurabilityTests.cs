using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class DurabilityTests
{
    [Theory]
    [InlineData(SqliteSynchronous.Full, 2)]
    [InlineData(SqliteSynchronous.Normal, 1)]
    public async Task Every_connection_runs_with_WAL_and_the_durability_asked_for(SqliteSynchronous asked, long expected)
    {
        await using var file = new SqliteFile();
        var options = file.Options;
        options.Synchronous = asked;
        var connector = new SqliteConnector(options);

        foreach (var open in (Func<SqliteSession>[])[connector.OpenWriter, connector.OpenCheckpointer, connector.OpenPatient, connector.OpenReader])
        {
            using var session = open();
            Assert.Equal("wal", session.TextScalar("pragma journal_mode"));
            Assert.Equal(expected, session.Scalar("pragma synchronous"));
        }
    }

    [Fact]
    public void Full_is_the_default() => Assert.Equal(SqliteSynchronous.Full, new SqliteOptions().Synchronous);

    [Fact]
    public async Task A_reading_connection_cannot_write()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        using var reader = file.Reader();

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => reader.Execute("update wms_webhook_meta set next_event = 5"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=x.db;Mode=ReadOnly")]
    public void A_connection_string_that_names_no_file_to_write_to_is_refused(string connectionString)
    {
        var error = Assert.Throws<ArgumentException>(() => SqliteStores.Open(new SqliteOptions { ConnectionString = connectionString }, TimeProvider.System));

        Assert.Contains("Data Source=wms.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_take_the_write_ahead_log_stops_the_start()
    {
        await using var stores = SqliteStores.Open(new SqliteOptions { ConnectionString = "Data Source=file:no-file?mode=memory" }, TimeProvider.System);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => stores.InitializeAsync(SqliteFile.Token));

        Assert.Contains("write-ahead log", error.Message, StringComparison.Ordinal);
    }
}
