namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Whether a subscription's deliveries are sent. Only <see cref="Active"/> lanes are served; in the other states they are held.</summary>
public enum SubscriptionState
{
    /// <summary>Deliveries are sent.</summary>
    Active = 0,

    /// <summary>Stopped by a person; <c>ResumeAsync</c> goes on.</summary>
    Paused = 1,

    /// <summary>Stopped by the engine, with a reason; a person's <c>EnableAsync</c> goes on.</summary>
    Disabled = 2,

    /// <summary>Taken away. The row stays for the log; its unfinished deliveries are cancelled.</summary>
    Deleted = 3,
}
