namespace SmartWms.Webhooks.Deliveries;

/// <summary>What became of a wish to cancel.</summary>
public enum CancelOutcome
{
    /// <summary>It is cancelled.</summary>
    Cancelled = 0,

    /// <summary>There is no such delivery for whom asked.</summary>
    NotFound = 1,

    /// <summary>It is being sent right now.</summary>
    BeingSent = 2,

    /// <summary>It has ended already.</summary>
    AlreadyEnded = 3,
}
