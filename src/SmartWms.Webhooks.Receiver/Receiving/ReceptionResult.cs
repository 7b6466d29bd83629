namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>What becomes of a request.</summary>
internal enum ReceptionResult
{
    /// <summary>Verified and new: it is handled, or was.</summary>
    Accepted = 0,

    /// <summary>Verified and known.</summary>
    Duplicate = 1,

    /// <summary>Not application/json.</summary>
    UnsupportedMediaType = 2,

    /// <summary>Longer than what is read.</summary>
    TooLarge = 3,

    /// <summary>Not from who it claims to be, or changed on the way.</summary>
    Unverified = 4,

    /// <summary>Verified, and no event, or data that does not fit the handler's type.</summary>
    Malformed = 5,

    /// <summary>The queue is full, or as many wait for another run, the inbox or the secrets cannot be read, or the host is stopping.</summary>
    Unavailable = 6,

    /// <summary>The handler failed inside the request.</summary>
    HandlerFailed = 7,

    /// <summary>The sender went away, also while its handler ran inside the request.</summary>
    Aborted = 8,
}
