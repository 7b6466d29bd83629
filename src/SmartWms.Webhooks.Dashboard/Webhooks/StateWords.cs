using System.Globalization;
using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>Why a webhook is in its state and since when, in the reader's language. The engine's few fixed reasons are translated; a person's are shown as they were written.</summary>
internal static class StateWords
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["Paused by a person."] = "reason.paused",
        ["Paused by an operator (all)."] = "reason.pausedAll",
        ["The receiver answered 410 (gone)."] = "reason.gone",
        ["No success for 5 days."] = "reason.fiveDays",
    };

    public static string Of(Ui ui, WebhookSubscription webhook) => webhook switch
    {
        { State: SubscriptionState.Active, WaitUntil: { } until } when until > ui.Now => ui.T["reason.waits", ui.Moments.Text(until)],
        { State: SubscriptionState.Active, FirstFailureAt: { } first, FailedInARow: > 0 } => ui.T["reason.failing", ui.Moments.Relative(first), webhook.FailedInARow],
        { State: SubscriptionState.Active, FirstFailureAt: { } first } => ui.T["reason.retrying", ui.Moments.Relative(first)],
        { State: SubscriptionState.Active } => "",
        _ => ui.T["reason.since", Reason(ui, webhook.StateReason), ui.Moments.Relative(webhook.StateChangedAt)],
    };

    private static string Reason(Ui ui, string? reason)
    {
        if (reason is null)
        {
            return "";
        }

        if (Known.TryGetValue(reason, out var key))
        {
            return ui.T[key];
        }

        // "All 5 attempts of one delivery failed."
        return reason.Split(' ') is ["All", var count, "attempts", "of", "one", "delivery", "failed."] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts)
            ? ui.T["reason.used", attempts]
            : Ui.Plain(reason);
    }
}
