using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>Enable sends what was held and not what had failed: it says so, and the form beside it reaches back far enough.</summary>
public sealed class RecoverAfterEnableTests
{
    [Fact]
    public async Task Enable_says_that_what_failed_stays_failed_and_proposes_a_time_that_covers_it()
    {
        var clock = new FakeClock();
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseInMemory();
        });
        host.Receiver.Always("/erp", Answer.With(410));
        var webhook = await host.SubscribeAsync(configure: form => form.Contract = "standardwebhooks");
        await host.Webhooks.PauseAsync(webhook.Id);
        var published = clock.GetUtcNow();
        var eventId = await host.PublishAsync();
        clock.Advance(TimeSpan.FromDays(3));
        await host.Webhooks.ResumeAsync(webhook.Id);
        var failed = await host.WaitForAsync(eventId, row => row.State == DeliveryState.Failed);
        await Patience.UntilAsync(async () => (await host.Webhooks.FindAsync(webhook.Id))!.State == SubscriptionState.Disabled, () => "it is not disabled");

        var enabled = await host.FollowAsync(await host.PostAsync($"webhooks/{webhook.Id}/enable"));

        Assert.Equal(published, failed.CreatedAt);
        Assert.Contains("are not sent by themselves: \"Recover failed\" sends them.", enabled.Text, StringComparison.Ordinal);
        Assert.Equal(published.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture), Since(enabled));
    }

    [Fact]
    public async Task The_form_proposes_a_day_unless_the_dashboard_itself_knows_of_an_older_failure()
    {
        var clock = new FakeClock();
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseInMemory();
        });
        var webhook = await host.SubscribeAsync();
        var day = clock.GetUtcNow().AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(day, Since(await host.GetAsync($"webhooks/{webhook.Id}", DashboardHost.Manager)));
        Assert.Equal(day, Since(await host.GetAsync($"webhooks/{webhook.Id}?since=9000-01-01T00:00:00Z", DashboardHost.Manager)));
        Assert.Equal(day, Since(await host.GetAsync($"webhooks/{webhook.Id}?since=nonsense", DashboardHost.Manager)));
        Assert.Equal(day, Since(await host.GetAsync($"webhooks/{webhook.Id}?since=1999-01-01T00:00:00Z", DashboardHost.Manager, headers: ("Sec-Fetch-Site", "cross-site"))));
        Assert.Equal("1999-01-01T00:00", Since(await host.GetAsync($"webhooks/{webhook.Id}?since=1999-01-01T00:00:00Z", DashboardHost.Manager)));
    }

    [Fact]
    public async Task While_a_webhook_fails_for_longer_than_a_day_the_form_covers_all_of_it()
    {
        var clock = new FakeClock();
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseInMemory();
        });
        host.Receiver.Always("/erp", Answer.With(500));
        var webhook = await host.SubscribeAsync(configure: form => form.Contract = "wms");       // the one that never disables
        var failing = await host.DeliverAsync(reached: row => row.Attempts == 1);
        clock.Advance(TimeSpan.FromDays(2));

        var since = Since(await host.GetAsync($"webhooks/{webhook.Id}", DashboardHost.Manager));

        Assert.True(DateTime.Parse(since, System.Globalization.CultureInfo.InvariantCulture) <= failing.CreatedAt.UtcDateTime, since);
    }

    private static string Since(PageAnswer page) =>
        System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"since\"[^>]* value=\"([^\"]*)\"").Groups[1].Value;
}
