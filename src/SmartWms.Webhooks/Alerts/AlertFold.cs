namespace SmartWms.Webhooks.Alerts;

/// <summary>The first alert of a kind about a webhook goes out at once; repeats inside the fold are counted and told with the next. Pure but for its memory.</summary>
internal sealed class AlertFold(TimeSpan fold)
{
    private readonly Dictionary<(WebhookAlertKind, long), (DateTimeOffset At, int Folded)> _last = [];

    /// <summary>The alert to raise, with what was folded before it; null when it is folded itself.</summary>
    public WebhookAlert? Pass(WebhookAlert alert)
    {
        var key = (alert.Kind, alert.Subscription.Value);
        if (_last.TryGetValue(key, out var last) && alert.At < last.At + fold && alert.At >= last.At)
        {
            _last[key] = last with { Folded = last.Folded + 1 };
            return null;
        }

        _last[key] = (alert.At, 0);
        return alert with { Folded = last.Folded };
    }
}
