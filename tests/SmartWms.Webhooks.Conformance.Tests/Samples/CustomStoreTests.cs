using CustomStore;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Conformance.Tests.Samples;

/// <summary>The sample's store of JSON lines: it keeps the rules, and what it acknowledged.</summary>
public sealed class CustomStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rules => [.. StoreConformance.Rules.Select(rule => rule.Number)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_store_of_the_sample_keeps_rule(string number)
    {
        var rule = StoreConformance.Rule(number);

        Assert.Equal(rule.Family.Letter is "H" or "U" ? RuleOutcome.NotPromised : RuleOutcome.Passed, await StoreConformance.RunAsync(rule, OpenEmptyAsync, Stop));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_though_the_store_was_never_closed()
    {
        using var folder = new TempFolder();
        await using var killed = await OpenAsync(folder["a.jsonl"]);
        var lane = (await killed.Subscriptions.CreateAsync(Given.Subscription(), Stop))!.Id;
        for (var index = 0; index < 20; index++)
        {
            await killed.Deliveries.AddAsync([Given.Event($"evt_{index}", new NewDelivery(lane, 0))], null, Given.Start, Given.Lease, Stop);
        }

        var claimed = (await killed.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 8)], 0, 7, Given.Start, Given.Lease), Stop)).Deliveries;
        await killed.Deliveries.RecordAsync([Given.Delivered(claimed[0]), Given.Failed(claimed[1])], Given.Start, Stop);

        // What a killed process leaves behind: the file as it is, while the store is still open.
        Copy(folder["a.jsonl"], folder["b.jsonl"]);
        await using var next = await OpenAsync(folder["b.jsonl"]);

        var query = new DeliveryQuery { PageSize = 200 };
        Assert.Equal(await killed.Log.ListAsync(query, Stop), await next.Log.ListAsync(query, Stop));
        Assert.Equal((await killed.Subscriptions.GetAsync(lane, Stop))!.FailedInARow, (await next.Subscriptions.GetAsync(lane, Stop))!.FailedInARow);
        Assert.True((await next.Deliveries.RecordAsync([Given.Delivered(claimed[2])], Given.Start, Stop)).Single().Accepted);
        Assert.Equal(12, (await next.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 100)], 0, 8, Given.Start, Given.Lease), Stop)).Deliveries.Count);
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_is_as_if_it_had_never_been_written()
    {
        using var folder = new TempFolder();
        var file = folder["a.jsonl"];
        await using (var stores = await OpenAsync(file))
        {
            await stores.Deliveries.AddAsync([Given.Event("evt_1")], null, Given.Start, Given.Lease, Stop);
        }

        await File.AppendAllTextAsync(file, """{"$type":"add","Events":[{"Id":"evt_2""", Stop);
        await using (var stores = await OpenAsync(file))
        {
            Assert.False((await stores.Deliveries.AddAsync([Given.Event("evt_2")], null, Given.Start, Given.Lease, Stop)).Events.Single().WasDuplicate);
        }

        await using var last = await OpenAsync(file);
        Assert.True((await last.Deliveries.AddAsync([Given.Event("evt_2")], null, Given.Start, Given.Lease, Stop)).Events.Single().WasDuplicate);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_written()
    {
        using var folder = new TempFolder();
        await using var stores = await OpenAsync(folder["a.jsonl"]);
        var lane = (await stores.Subscriptions.CreateAsync(Given.Subscription(), Stop))!.Id;
        var before = new FileInfo(folder["a.jsonl"]).Length;

        await stores.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 8)], 8, 1, Given.Start, Given.Lease), Stop);
        await stores.Deliveries.PurgeAsync(new PurgeRequest(Given.Start, Given.Start, 10), Stop);

        Assert.Equal(before, new FileInfo(folder["a.jsonl"]).Length);
    }

    private static async Task<StoreUnderTest> OpenEmptyAsync(CancellationToken cancellationToken)
    {
        var folder = new TempFolder();
        return await OpenAsync(folder["wms.jsonl"], folder);
    }

    private static async Task<StoreUnderTest> OpenAsync(string file, TempFolder? folder = null)
    {
        var stores = JournalStores.Of(file);
        await stores.OpenAsync!(CancellationToken.None);
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            Disposing = async () =>
            {
                await stores.CloseAsync!();
                folder?.Dispose();
            },
        };
    }

    private static void Copy(string from, string to)
    {
        // The store's own lock is a courtesy between .NET processes; a copy by the system does not ask.
        using var copying = System.Diagnostics.Process.Start("cp", [from, to]);
        copying.WaitForExit();
        Assert.Equal(0, copying.ExitCode);
    }
}
