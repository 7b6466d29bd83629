namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What happens to the webhook when a delivery has used up its schedule.</summary>
public enum AfterLastAttempt
{
    /// <summary>The delivery is Failed, the webhook stays Active; a person presses Resend. The Thai document's rule.</summary>
    KeepActive = 0,

    /// <summary>The delivery is Failed and the webhook is Disabled. The English document's rule ("After 5 failures, webhook is disabled").</summary>
    Disable = 1,

    /// <summary>The delivery is Failed; the webhook is Disabled when it had no success for 5 days since the first failure after the last success or enable.</summary>
    DisableAfterFiveDays = 2,
}
