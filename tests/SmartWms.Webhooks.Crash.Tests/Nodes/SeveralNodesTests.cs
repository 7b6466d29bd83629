using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Crash.Tests.Nodes;

/// <summary>R2, R3, R15: four processes on one database under fire.</summary>
public sealed class SeveralNodesTests
{
    private const int Seats = 4;
    private const int LeastAttacks = 6;

    /// <summary>One that publishes, and so has always something under way.</summary>
    private const int Frozen = 0;

    [Fact]
    public async Task Four_nodes_lose_nothing_under_kills_freezes_and_cut_connections_and_repeat_no_more_than_was_under_way()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        await using var fleet = await NodeFleet.StartAsync(TestSize.NodeEvents);
        await AttackAsync(fleet, new Random(1));
        await fleet.DrainAsync(TimeSpan.FromMinutes(5));

        var ledgers = fleet.Ledgers;
        var arrivals = fleet.Requests.Select(request => Arrival.Of(request, ledgers)).ToList();
        var arrived = arrivals.Where(arrival => arrival.IsAccepted).CountBy(arrival => arrival.Event).ToDictionary();
        var duplicates = arrived.Values.Sum(count => count - 1);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"nodes: {fleet.Kills} kills, {fleet.Freezes} freezes, {fleet.Cuts} cuts; {ledgers.Acknowledged.Count} acks, {duplicates} duplicates, bound {fleet.Bound}, {ledgers.Refused} results refused"));
        Assert.Empty(ledgers.Acknowledged.Where(id => !arrived.ContainsKey(id)).Take(10));
        Assert.Empty(arrivals.Where(arrival => arrival.Wrong.Length > 0).Select(arrival => $"{arrival.Event}: {arrival.Wrong}").Take(10));
        Assert.Equal(arrived.Count, await fleet.DeliveredAsync());
        Assert.InRange(duplicates, 0, fleet.Bound);
        Assert.True(ledgers.Refused > 0, "no frozen node came back with a result that was refused");
    }

    /// <summary>Until enough is published, and at least a few times; a freeze is always under way beside the rest.</summary>
    private static async Task AttackAsync(NodeFleet fleet, Random random)
    {
        var freezing = Task.CompletedTask;
        for (var round = 0; round < LeastAttacks || (!fleet.HasEnough && round < TestSize.NodeAttacks); round++)
        {
            await Task.Delay(random.Next(500, 1500));
            if (freezing.IsCompleted)
            {
                await freezing;
                freezing = fleet.FreezeAsync(Frozen);
            }

            if (round % 2 == 0)
            {
                await fleet.KillAsync(random.Next(Frozen + 1, Seats));
            }
            else
            {
                await fleet.CutAsync();
            }
        }

        await freezing;
    }
}
