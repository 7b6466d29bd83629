namespace SmartWms.Webhooks.Deliveries;

/// <summary>How an attempt or a delivery failed: a fixed code, never an exception's text. Numbers are stored and never reused.</summary>
public enum FailureClass
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>The host name could not be looked up.</summary>
    Lookup = 1,

    /// <summary>The address policy forbids where the URL leads.</summary>
    AddressBlocked = 2,

    /// <summary>The connection was refused.</summary>
    ConnectionRefused = 3,

    /// <summary>The connection could not be made for another reason: no route, host down, timeout of the network.</summary>
    ConnectionFailed = 4,

    /// <summary>The TLS handshake failed: certificate expired, of another name, not trusted, sent without its intermediate certificate, or no common version.</summary>
    Tls = 5,

    /// <summary>The deadline passed before the whole answer was there.</summary>
    Timeout = 6,

    /// <summary>The connection was closed or reset before the whole answer was there.</summary>
    ConnectionLost = 7,

    /// <summary>What came back is not HTTP, or its headers exceed 16 KiB.</summary>
    MalformedAnswer = 8,

    /// <summary>The host's egress proxy made no tunnel to the receiver: it forbids the address, wants other credentials, or could not reach it.</summary>
    ProxyRefused = 9,

    /// <summary>3xx. Redirects are never followed.</summary>
    Redirected = 20,

    /// <summary>4xx other than 410 and 429.</summary>
    Rejected = 21,

    /// <summary>410: the receiver wants no more of it.</summary>
    Gone = 22,

    /// <summary>429.</summary>
    TooManyRequests = 23,

    /// <summary>5xx other than 503.</summary>
    ServerError = 24,

    /// <summary>503.</summary>
    Unavailable = 25,

    /// <summary>A status outside 200 to 599.</summary>
    UnknownStatus = 26,

    /// <summary>The node stopped while the request was under way; it does not count against the schedule.</summary>
    Aborted = 40,

    /// <summary>Claimed again and again without a result: set aside so that it cannot bring every node down.</summary>
    WorkerLost = 41,

    /// <summary>Kept back by an open circuit for longer than its whole schedule.</summary>
    CircuitOpen = 42,

    /// <summary>The host's own HTTP handlers failed before the request reached the wire.</summary>
    HostPipeline = 43,

    /// <summary>The request could not be made from what is stored: a header that may not be sent, a secret that cannot be opened.</summary>
    InvalidRequest = 44,

    /// <summary>Anything else.</summary>
    Unclassified = 99,
}
