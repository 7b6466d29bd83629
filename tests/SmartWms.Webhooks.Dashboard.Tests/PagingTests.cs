using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class PagingTests
{
    private const int Rows = 120;
    private const int MostLate = 2_000;

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_deliveries_arrive_in_memory() => await PageAsync(engine => engine.UseInMemory());

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_deliveries_arrive_in_SQLite()
    {
        using var folder = new TempFolder();
        await PageAsync(engine => engine.UseSqlite($"Data Source={folder["webhooks.db"]};Pooling=False"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_deliveries_arrive_in_PostgreSQL()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await PageAsync(engine => engine.UsePostgreSql(database.ConnectionString));
    }

    /// <summary>Somebody publishes without a pause while somebody else turns pages, in a webhook's own log and in that of all.</summary>
    private static async Task PageAsync(Func<WmsWebhooksBuilder, WmsWebhooksBuilder> store)
    {
        await using var host = await DashboardHost.StartAsync(engine => store(engine));
        var webhook = await host.SubscribeAsync();
        var other = await host.SubscribeAsync("/other", name: "Other");
        await host.Dispatcher.PublishAsync([.. Enumerable.Range(0, Rows).Select(number => Event($"SO-{number}"))]);
        await Patience.UntilAsync(async () => (await host.Deliveries.ListAsync(new() { PageSize = 200 })).All(row => row.FinishedAt is not null), () => "they are not all sent");
        var all = (await host.Deliveries.ListAsync(new() { PageSize = 200 })).Concat(await host.Deliveries.ListAsync(new() { PageSize = 200, Before = (await host.Deliveries.ListAsync(new() { PageSize = 200 }))[^1].Id })).ToList();
        Assert.Equal(2 * Rows, all.Count);
        using var enough = new CancellationTokenSource();
        var late = new StrongBox<int>();
        var publishing = Task.Run(() => PublishAsync(host, late, enough.Token), CancellationToken.None);      // the store in memory would keep the caller to itself

        var ofOne = await ReadAsync(host, $"webhooks/{webhook.Id}", late);
        var ofAll = await ReadAsync(host, "deliveries", late);

        await enough.CancelAsync();
        await publishing;
        Assert.Equal(all.Where(row => row.Subscription == webhook.Id).Select(row => row.Id.ToString()), WithoutNews(ofOne, all[0].Id));
        Assert.Equal(all.Select(row => row.Id.ToString()), WithoutNews(ofAll, all[0].Id));
        Assert.Contains(all, row => row.Subscription == other.Id);
    }

    /// <summary>What arrived after the first page was read stands on no later one; what arrived before stands on the first, in order, once.</summary>
    private static IEnumerable<string> WithoutNews(IReadOnlyList<string> seen, SmartWms.Webhooks.Deliveries.DeliveryId newest)
    {
        var numbers = seen.Select(id => long.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(numbers.Distinct().OrderDescending(), numbers);
        return seen.Where(id => long.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture) <= newest.Value);
    }

    /// <summary>Page after page, with something new between any two of them.</summary>
    private static async Task<IReadOnlyList<string>> ReadAsync(DashboardHost host, string path, StrongBox<int> late)
    {
        var seen = new List<string>();
        for (var next = $"{DashboardHost.Mount}/{path}"; next is not null;)
        {
            var before = Volatile.Read(ref late.Value);
            var page = await host.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            await Patience.UntilAsync(() => Task.FromResult(Volatile.Read(ref late.Value) > Math.Min(before, MostLate - 1)), () => "nothing new arrives");
            seen.AddRange(Regex.Matches(page.Html, "<tr id=\"(dlv_[0-9]+)\"").Select(match => match.Groups[1].Value));
            next = Regex.Match(page.Html, "href=\"([^\"]+before=[^\"]+)\"[^>]*>Older") is { Success: true } older ? WebUtility.HtmlDecode(older.Groups[1].Value) : null;
        }

        return seen;
    }

    private static async Task PublishAsync(DashboardHost host, StrongBox<int> late, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && late.Value < MostLate)
        {
            await host.Dispatcher.PublishAsync([Event("late")], CancellationToken.None);
            Interlocked.Increment(ref late.Value);
            await Task.Yield();
        }
    }

    private static NewWebhookEvent Event(string subject) => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray(), new() { Subject = subject });
}
