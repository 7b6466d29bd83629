namespace SmartWms.Webhooks.Protocol;

/// <summary>What came of verifying a request. Only <see cref="Valid"/> may be trusted; each other one is answered with 401 and no detail.</summary>
public enum WebhookVerification
{
    /// <summary>Nothing was verified: the value of a variable that was never set.</summary>
    NotVerified = 0,

    /// <summary>None of the given secrets can be used in this scheme. A mistake of the receiver's settings, not of the sender.</summary>
    NoUsableSecret = 1,

    /// <summary>A header of the scheme is not there. Other schemes' headers do not count.</summary>
    MissingHeader = 2,

    /// <summary>A header of the scheme is there more than once.</summary>
    RepeatedHeader = 3,

    /// <summary>A header of the scheme is not written as the scheme says, or is longer than 4,096 characters.</summary>
    MalformedHeader = 4,

    /// <summary>The signature is right, the time it was made at is too far from now, before or after. Look at both clocks first.</summary>
    OutsideTolerance = 5,

    /// <summary>No signature fits any secret: a wrong secret, or a body that is not byte for byte the one that was sent.</summary>
    SignatureMismatch = 6,

    /// <summary>The body is larger than <see cref="WebhookVerifier.MaxBodyLength"/>.</summary>
    BodyTooLarge = 7,

    /// <summary>The request comes from someone who knows a secret, and is unchanged.</summary>
    Valid = 8,
}
