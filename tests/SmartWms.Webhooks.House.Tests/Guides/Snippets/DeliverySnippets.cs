// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1305, CA1303, IDE0059
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

internal static class DeliverySnippets
{
    public static void Schedules(IServiceCollection services)
    {
        // snippet: retry-contract
        services.AddWmsWebhooks(options => options.Contract = WebhookContract.Wms)      // for webhooks that name none
            .UseSqlite("Data Source=wms.db")
            .AddContract(WebhookContract.SmartWms with
            {
                Name = "acme",
                Delays = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), TimeSpan.FromHours(12)],
                AfterLastAttempt = AfterLastAttempt.KeepActive,
            });
        // end

        // snippet: retry-scheduler
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").UseRetryScheduler<OncePerHour>();
        // end
    }

    public static async Task ScheduleAsync(IWebhookSubscriptions webhooks, SubscriptionId id)
    {
        // snippet: retry-own
        var webhook = await webhooks.FindAsync(id) ?? throw new InvalidOperationException($"There is no webhook {id}.");
        await webhooks.UpdateAsync(id, new WebhookSubscriptionUpdate { Schedule = [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)] }, webhook.Version);
        // end
    }

    public static async Task RepairAsync(IWebhookSubscriptions webhooks, IWebhookDeliveries deliveries, SubscriptionId webhook, DateTimeOffset since)
    {
        // snippet: retry-repair
        var test = await deliveries.SendTestAsync(webhook);                         // a real signed POST now
        if (test.Succeeded)
        {
            await webhooks.EnableAsync(webhook);                                    // what was held starts to drain
            var made = await deliveries.RecoverAsync(webhook, since);               // what had failed is due again
        }
        // end
    }

    public static async Task ResendAsync(IWebhookDeliveries deliveries, SubscriptionId webhook)
    {
        // snippet: retry-resend
        var failed = await deliveries.ListAsync(new DeliveryQuery { Subscription = webhook, States = [DeliveryState.Failed], Subject = "SO-2024-001" });
        foreach (var delivery in failed)
        {
            await deliveries.ResendAsync(delivery.Id);                              // one attempt, the same id and bytes
        }
        // end
    }

    public static async Task LookAsync(IWebhookDeliveries deliveries, DeliveryId id)
    {
        // snippet: trouble-look
        var details = await deliveries.FindAsync(id);
        foreach (var attempt in details?.Attempts ?? [])
        {
            Console.WriteLine($"{attempt.Number}: {attempt.Failure} {attempt.StatusCode} in {attempt.Latency}, next {attempt.NextAt:O}. {attempt.Rule}");
        }
        // end
    }

    public static async Task RotateAsync(IWebhookSubscriptions webhooks, SubscriptionId id)
    {
        // snippet: rotate
        var rotated = await webhooks.RotateSecretAsync(id);                         // generated; the old one goes on for 24 hours
        Console.WriteLine($"Give the receiver {rotated.Secret.Reveal()}");          // shown this once
        // end

        // snippet: rotate-activate
        await webhooks.ActivateSecretAsync(id);                                     // the receiver knows the new one: end the overlap
        // end

        // snippet: rotate-leaked
        await webhooks.RotateSecretAsync(id, overlap: TimeSpan.Zero);               // the old one stops at once
        // end
    }

    public static void Seal(IServiceCollection services, IConfiguration configuration)
    {
        // snippet: secure-key-ring
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db")
            .ProtectSecretsWith(new WebhookKeyRing(WebhookKey.FromBase64("2026-11", configuration["WebhookKey"])));
        // end
    }

    public static void Alerts(IServiceCollection services)
    {
        // snippet: operate-alerts
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").AddAlerts<MailToSupport>();
        // end
    }

    // snippet: operate-alert-handler
    internal sealed class MailToSupport : IWebhookAlerts
    {
        public Task RaiseAsync(WebhookAlert alert, CancellationToken cancellationToken)
        {
            Console.WriteLine($"{alert.Kind}: {alert.WebhookName}, {alert.Failure}. {alert.Reason} ({alert.Folded} more)");
            return Task.CompletedTask;
        }
    }
    // end

    // snippet: retry-scheduler-class
    internal sealed class OncePerHour : IRetryScheduler
    {
        public RetryDecision Decide(RetryContext context) => context.Outcome.IsAccepted
            ? new RetryDecision { Rule = "Accepted." }
            : context.Step < 24
                ? new RetryDecision { Rule = "Every hour.", RetryAt = context.Now + TimeSpan.FromHours(1) }
                : new RetryDecision { Rule = "A day of failures." };
    }
    // end
}
