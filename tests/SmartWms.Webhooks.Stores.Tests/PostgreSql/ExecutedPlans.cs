using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>A node whose connections make the server write each plan that it executed, with its rows, into its log.</summary>
internal sealed partial class ExecutedPlans : IAsyncDisposable
{
    private readonly PostgresHarness _postgres;
    private readonly NpgsqlDataSource _explained;

    public ExecutedPlans(PostgresHarness postgres)
    {
        _postgres = postgres;
        _explained = NpgsqlDataSource.Create(postgres.ConnectionString
            + ";Options=-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_timing=off");
        Database = new PgDatabase(_explained, new PostgreSqlOptions());
        Node = PostgreSqlStores.Open(_explained, new PostgreSqlOptions { Notifications = false }, TimeProvider.System);
    }

    public PostgreSqlStores Node { get; }

    /// <summary>The same connections, for a statement with values of the test's own.</summary>
    public PgDatabase Database { get; }

    /// <summary>How many rows the executor gave from step to step, and looked at in vain, meanwhile. Of this database only: the log is that of all tests that run just now.</summary>
    public async Task<long> TouchedAsync(Func<Task> work)
    {
        const string Log = "current_setting('data_directory') || '/../log'";
        var begin = await _postgres.ScalarAsync<long>($"select size from pg_stat_file({Log})");
        await work();
        var text = await _postgres.ScalarAsync<string>($"select convert_from(pg_read_binary_file({Log}, {begin}, 100000000), 'UTF8')");
        var mine = $"@{await _postgres.ScalarAsync<string>("select current_database()::text")}@";
        var (touched, loops) = (0L, 1L);
        foreach (var match in Entries().Split(text).Where(entry => entry.Contains(mine, StringComparison.Ordinal)).SelectMany(entry => Executed().Matches(entry)))
        {
            loops = match.Groups["loops"].Success ? Number("loops") : loops;
            touched += match.Groups["fetched"].Success ? Number("fetched") : (match.Groups["rows"].Success ? Number("rows") : Number("removed")) * loops;

            long Number(string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        }

        Assert.True(touched > 0, "The server wrote no plan of this database into its log.");
        return touched;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _explained.DisposeAsync();
    }

    /// <summary>Before each entry; its further lines are indented.</summary>
    [GeneratedRegex(@"^(?=\d{4}-)", RegexOptions.Multiline)]
    private static partial Regex Entries();

    /// <summary>Rows are given for one loop on average, fetches from the heap for all loops together.</summary>
    [GeneratedRegex(@"\(actual rows=(?<rows>\d+) loops=(?<loops>\d+)\)|Rows Removed by [A-Za-z ]+: (?<removed>\d+)|Heap Fetches: (?<fetched>\d+)")]
    private static partial Regex Executed();
}
