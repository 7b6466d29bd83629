using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Hosting;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The limits of a webhook that configuration declares, asked of the start that creates it: numbers and spans, and how long texts and lists may be.</summary>
internal static class DeclaredLimits
{
    private const int TooLong = 20_000;

    public static IReadOnlyDictionary<string, string> Of()
    {
        var limits = new Dictionary<string, string>(OptionLimits.Of(Webhook, (webhook, _) => IsRefused(webhook)), StringComparer.Ordinal)
        {
            ["Name"] = Sizes(1, (webhook, size) => webhook.Name = Text(size)) + " characters",
            ["Url"] = Sizes(100, (webhook, size) => webhook.Url = "https://erp.example.com/".PadRight(size, 'x')) + " characters",
            ["EventTypes"] = Sizes(1, (webhook, size) => webhook.EventTypes = [.. Enumerable.Repeat("order.*", size)]),
            ["Secret"] = Sizes(20, (webhook, size) => webhook.Secret = Text(size)) + " characters",
            ["Headers"] = Sizes(1, (webhook, size) => webhook.Headers = Enumerable.Range(0, size).ToDictionary(number => $"X-{number}", _ => "1"))
                + $"; names {Sizes(1, (webhook, size) => webhook.Headers = new Dictionary<string, string> { [Text(size)] = "1" })} characters"
                + $", values {Sizes(1, (webhook, size) => webhook.Headers = new Dictionary<string, string> { ["X"] = Text(size) })}"
                + $", together {Sizes(100, (webhook, size) => webhook.Headers = Headers(size))}",
            ["TenantId"] = Sizes(1, (webhook, size) => webhook.TenantId = Text(size)) + " characters",
            ["Channels"] = Sizes(1, (webhook, size) => webhook.Channels = [.. Enumerable.Repeat("owner", size)])
                + $", each {Sizes(1, (webhook, size) => webhook.Channels = [Text(size)])} characters",
            ["Schedule"] = Sizes(1, (webhook, size) => webhook.Schedule = [.. Enumerable.Repeat(TimeSpan.FromMinutes(1), size)]) + $", each {Delays()}",
        };
        limits["RateCount"] += " in a second";
        limits["RatePeriod"] += " for each request";
        return limits;
    }

    /// <summary>With a value for each number, as what is not set has no limits. One request in a period, so that the period's limits are those of one request.</summary>
    private static DeclaredWebhook Webhook() => new()
    {
        Url = "https://erp.example.com/",
        EventTypes = ["order.*"],
        Secret = "a-secret-of-some-length",
        Deadline = TimeSpan.FromSeconds(10),
        MaxInFlight = 8,
        RateCount = 1,
    };

    private static string Text(int size) => new('x', size);

    /// <summary>Twenty headers whose names and values are as long together as said; none when that is too short for them.</summary>
    private static Dictionary<string, string> Headers(int size) =>
        size < 100 ? [] : Enumerable.Range(10, 20).ToDictionary(number => $"X-{number}", number => Text((size / 20) - 4 + (number == 10 ? size % 20 : 0)));

    private static string Sizes(int taken, Action<DeclaredWebhook, int> set)
    {
        var (least, most) = OptionLimits.Around(taken, -1, TooLong, size => (int)size >= 0 && IsTaken(webhook => set(webhook, (int)size)))!.Value;
        return least is 0 ? $"at most {OptionLimits.Shown(most)}" : $"{OptionLimits.Shown(least)} to {OptionLimits.Shown(most)}";
    }

    private static string Delays()
    {
        var (least, most) = OptionLimits.Around(TimeSpan.FromMinutes(1), 0, TimeSpan.MaxValue.Ticks, delay => IsTaken(webhook => webhook.Schedule = [(TimeSpan)delay]))!.Value;
        return $"{OptionLimits.Shown(least)} to {OptionLimits.Shown(most)}";
    }

    private static bool IsTaken(Action<DeclaredWebhook> set)
    {
        var webhook = Webhook();
        set(webhook);
        return !IsRefused(webhook);
    }

    private static bool IsRefused(DeclaredWebhook webhook) => IsRefusedAsync(webhook).GetAwaiter().GetResult();

    private static async Task<bool> IsRefusedAsync(DeclaredWebhook webhook)
    {
        var services = new ServiceCollection().AddLogging().AddWmsWebhooks(options => options.Webhooks["erp"] = webhook).UseInMemory().Services;
        await using var provider = services.BuildServiceProvider();
        var engine = Assert.IsType<IHostedLifecycleService>(Assert.Single(provider.GetServices<IHostedService>()), exactMatch: false);
        try
        {
            await engine.StartingAsync(CancellationToken.None);
            return false;
        }
        catch (InvalidOperationException refused) when (refused.Message.StartsWith("Webhooks:erp", StringComparison.Ordinal))
        {
            return true;
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
        }
    }
}
