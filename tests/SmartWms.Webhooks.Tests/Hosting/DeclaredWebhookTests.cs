using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Hosting;

public sealed class DeclaredWebhookTests
{
    [Fact]
    public async Task A_declared_webhook_is_created_once_and_an_unchanged_start_writes_nothing()
    {
        var store = new StoreProbe();
        var first = await StartAsync(store, _ => { });
        var second = await StartAsync(store, _ => { });

        Assert.Equal(("erp", "erp", "https://erp.example.com/hook"), (first.Key, first.Name, first.Url));
        Assert.Equal((first.Id, first.Version), (second.Id, second.Version));
    }

    [Fact]
    public async Task A_changed_declaration_updates_the_same_webhook()
    {
        var store = new StoreProbe();
        var first = await StartAsync(store, _ => { });
        var second = await StartAsync(store, declared => (declared.Url, declared.MaxInFlight, declared.RateCount) = ("https://erp.example.com/new", 3, 5));

        Assert.Equal((first.Id, "https://erp.example.com/new", 3, new RateLimit(5, TimeSpan.FromSeconds(1))), (second.Id, second.Url, second.MaxInFlight, second.Rate));
        Assert.True(second.Version > first.Version);
        var third = await StartAsync(store, declared => (declared.Url, declared.MaxInFlight, declared.RateCount) = ("https://erp.example.com/new", 3, 5));
        Assert.Equal(second.Version, third.Version);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("header")]
    public async Task A_changed_secret_or_header_is_seen_too(string what)
    {
        var store = new StoreProbe();
        var first = await StartAsync(store, _ => { });
        var second = await StartAsync(store, declared =>
        {
            (declared.Secret, declared.Headers) = what == "secret" ? ("another-secret-text", declared.Headers) : (declared.Secret, new Dictionary<string, string> { ["X-Api-Key"] = "2" });
        });
        Assert.True(second.Version > first.Version);
    }

    [Fact]
    public async Task What_a_person_paused_stays_paused()
    {
        var store = new StoreProbe();
        var first = await StartAsync(store, _ => { }, (engine, id) => engine.Webhooks.PauseAsync(id, "by hand"));
        var second = await StartAsync(store, declared => declared.Name = "renamed", (engine, id) =>
        {
            Assert.Contains($"The declared webhook erp ({id}) is Paused since", Assert.Single(engine.Logs.WithId(1808)).Message, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        Assert.Equal((first.Id, SubscriptionState.Paused, "by hand", "renamed"), (second.Id, second.State, second.StateReason, second.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task One_without_a_name_is_called_by_its_key(string? name) => Assert.Equal("erp", (await StartAsync(new StoreProbe(), declared => declared.Name = name)).Name);

    private static async Task<WebhookSubscription> StartAsync(StoreProbe store, Action<DeclaredWebhook> change, Func<TestEngine, SubscriptionId, Task>? act = null)
    {
        var declared = new DeclaredWebhook
        {
            Url = "https://erp.example.com/hook",
            Secret = "a-secret-of-some-length",
            EventTypes = ["order.*"],
            Headers = new Dictionary<string, string> { ["X-Api-Key"] = "1" },
        };
        change(declared);
        await using var engine = await TestEngine.StartAsync(options => options.Webhooks["erp"] = declared, builder => builder.UseStores(_ => store.Stores));
        var webhook = Assert.Single(await engine.Webhooks.ListAsync(new SubscriptionQuery()));
        await (act?.Invoke(engine, webhook.Id) ?? Task.CompletedTask);
        return webhook;
    }
}
