using SmartWms.Webhooks.Crash.Host.Nodes;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Crash.Tests.Nodes;

/// <summary>R2, R3, R15: four processes on one database under fire.</summary>
public sealed class SeveralNodesTests
{
    private const int Seats = 4;
    private const int LeastAttacks = 6;

    /// <summary>One that publishes, and so has always something under way.</summary>
    private const int Frozen = 0;

    /// <summary>Events after which a publisher has requests under way at any moment.</summary>
    private const int AtWork = 200;

    [Fact]
    public async Task Four_nodes_lose_nothing_under_kills_freezes_and_cut_connections_and_repeat_no_more_than_was_under_way()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        await using var fleet = await ProcessFleet.StartAsync(FleetPlan.SeveralNodes(await PostgresServer.SharedAsync(), TestSize.NodeEvents));
        await AttackAsync(fleet, new Random(1));
        await fleet.DrainAsync(TimeSpan.FromMinutes(5));

        var report = fleet.Judge(fleet.Bound);
        TestContext.Current.TestOutputHelper?.WriteLine($"nodes: {report}");
        Assert.Empty(report.Complaints.Take(10));
        Assert.True(report.Refused > 0, "no frozen node came back with a result that was refused");
    }

    /// <summary>Until enough is published, and at least a few times; a freeze is always under way beside the rest.</summary>
    private static async Task AttackAsync(ProcessFleet fleet, Random random)
    {
        var freezing = Task.CompletedTask;
        for (var round = 0; round < LeastAttacks || (!fleet.HasEnough && round < TestSize.NodeAttacks); round++)
        {
            await Task.Delay(random.Next(500, 1500));
            if (freezing.IsCompleted)
            {
                await freezing;
                freezing = FreezeAsync(fleet);
            }

            if (round % 2 == 0)
            {
                await fleet.KillAsync(random.Next(Frozen + 1, Seats));
            }
            else
            {
                fleet.Cut();
            }
        }

        await freezing;
    }

    /// <summary>A publisher at work, for longer than a lease: it wakes with results that nobody may believe.</summary>
    private static async Task FreezeAsync(ProcessFleet fleet)
    {
        await fleet.UntilAsync(Frozen, ledger => ledger.Acknowledged.Count > AtWork, "publishes nothing");
        fleet.Freeze(Frozen);
        await Task.Delay(Fleet.Lease + Fleet.TakenOverWithin);
        fleet.Continue(Frozen);
    }
}
