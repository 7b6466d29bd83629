namespace SmartWms.Webhooks.Deliveries;

/// <summary>What became of a wish to resend.</summary>
public enum ResendOutcome
{
    /// <summary>It is due now.</summary>
    Due = 0,

    /// <summary>There is no such delivery for whom asked.</summary>
    NotFound = 1,

    /// <summary>It is being sent right now.</summary>
    BeingSent = 2,

    /// <summary>Its body is no longer kept.</summary>
    BodyPurged = 3,
}
