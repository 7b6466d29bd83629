using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A host whose nodes are all drained, gone or only publish sends nothing, and says so.</summary>
public sealed class NoNodeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("acme")]
    public async Task With_every_node_drained_the_overview_is_red_and_says_how_much_waits(string? tenant)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync(tenant: tenant);
        await Nodes(host).DrainAsync();
        var eventId = await host.PublishAsync(tenant);
        await TellsAsync(host, "No node delivers: 1 waiting", tenant);
        var delivery = await host.WaitForAsync(eventId, _ => true);

        var overview = await host.GetAsync(tenant: tenant);
        var page = await host.GetAsync($"deliveries/{delivery.Id}", tenant: tenant);

        Assert.Contains("Nothing is sent", overview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is broken", overview.Text, StringComparison.Ordinal);
        Assert.Contains("class=\"now bad\"", overview.Html, StringComparison.Ordinal);
        var main = overview.Html[overview.Html.IndexOf("<main", StringComparison.Ordinal)..];
        Assert.Equal(tenant is null, main.Contains($"href=\"{DashboardHost.Mount}/nodes\"", StringComparison.Ordinal));
        Assert.Contains("no node delivers at present", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("as soon as the webhook has room", page.Text, StringComparison.Ordinal);

        await Nodes(host).ResumeAsync();
        await TellsAsync(host, "Nothing is broken", tenant);
    }

    [Theory]
    [InlineData(NodeRole.Delivers, NodeState.Running, 0, false)]
    [InlineData(NodeRole.Delivers, NodeState.Running, 60, true)]
    [InlineData(NodeRole.Delivers, NodeState.Draining, 0, true)]
    [InlineData(NodeRole.PublishesOnly, NodeState.Running, 0, true)]
    public async Task Another_node_delivers_while_it_lives_takes_work_and_not_only_publishes(NodeRole role, NodeState state, int secondsAgo, bool isTold)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        await Nodes(host).DrainAsync();
        await TellsAsync(host, "No node delivers", null);
        var now = TimeProvider.System.GetUtcNow();
        var beat = new NodeBeat { Name = "worker", Instance = 7, Role = role, State = state, StartedAt = now.AddHours(-1), Version = "1.0.0", InFlight = 0 };
        await host.Services.GetRequiredService<WebhookStores>().Nodes!.BeatAsync(beat, now.AddSeconds(-secondsAgo), default);

        var overview = await host.GetAsync();

        Assert.Equal(isTold, overview.Text.Contains("No node delivers", StringComparison.Ordinal));
        Assert.Equal(!isTold, overview.Text.Contains("Nothing is broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_keeps_no_nodes_says_nothing_of_them()
    {
        var stores = MemoryStores.Open();
        await using var host = await DashboardHost.StartAsync(engine => engine.UseStores(_ => stores));
        await host.SubscribeAsync();
        await Nodes(host).DrainAsync();

        Assert.Contains("Nothing is broken", (await host.GetAsync()).Text, StringComparison.Ordinal);
    }

    private static IWebhookNodes Nodes(DashboardHost host) => host.Services.GetRequiredService<IWebhookNodes>();

    private static Task TellsAsync(DashboardHost host, string text, string? tenant) =>
        Patience.UntilAsync(async () => (await host.GetAsync(tenant: tenant)).Text.Contains(text, StringComparison.Ordinal), () => $"the overview never said '{text}'");
}
