using System.Globalization;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>I13: a kill cannot show durability, since the operating system survives it. Counting what it is asked for can.</summary>
public sealed class FsyncTests
{
    private const int Events = 100;

    [Fact]
    public async Task Each_acknowledged_commit_has_waited_for_the_disk()
    {
        var (ledger, calls) = await CountAsync("Full");

        Assert.Equal(Events, ledger.Acknowledged.Count);
        Assert.True(ledger.Commits >= Events, FormattableString.Invariant($"{ledger.Commits} commits for {Events} events one after another"));
        Assert.True(calls >= Events, FormattableString.Invariant($"{calls} fsyncs for {Events} acknowledged commits"));
    }

    /// <summary>The count is of the thing: where a commit need not wait, it does not.</summary>
    [Fact]
    public async Task With_less_durability_asked_for_the_count_is_lower()
    {
        var (ledger, calls) = await CountAsync("Normal");

        Assert.True(calls < Events / 2, FormattableString.Invariant($"{calls} fsyncs for {ledger.Commits} commits"));
    }

    /// <summary>What is left to see where no process may be traced.</summary>
    [Fact]
    public async Task Every_kind_of_connection_says_that_it_waits_for_the_disk()
    {
        using var folder = new TempFolder();

        var ledger = await PublishAsync(folder, "Full", []);

        Assert.Equal(["2", "2", "2"], ledger.Synchronous);
    }

    [Fact]
    public void The_table_of_calls_is_read()
    {
        const string Table = """
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             98.10    0.012345         123       100           fdatasync
              1.90    0.000239         119         2         1 fsync
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.012584         123       102         1 total
            """;

        Assert.Equal(102, Strace.Calls(Table));
    }

    private static async Task<(Ledgers Ledger, int Calls)> CountAsync(string synchronous)
    {
        var refusal = await Strace.RefusalAsync();
        Assert.SkipWhen(refusal is not null, refusal ?? "");
        using var folder = new TempFolder();
        var ledger = await PublishAsync(folder, synchronous, Strace.Counting(folder["strace"]));
        return (ledger, Strace.Calls(await File.ReadAllTextAsync(folder["strace"])));
    }

    private static async Task<Ledgers> PublishAsync(TempFolder folder, string synchronous, string[] under)
    {
        using var child = CrashChild.Start(
            ["publish", "--database", folder["wms.db"], "--ledger", folder["ledger"], "--receiver", "http://127.0.0.1:19999/", "--synchronous", synchronous, "--events", Events.ToString(CultureInfo.InvariantCulture)],
            under);
        Assert.True(await child.ExitAsync() == 0, await child.WordsAsync());
        return new Ledgers([folder["ledger"]]);
    }
}
