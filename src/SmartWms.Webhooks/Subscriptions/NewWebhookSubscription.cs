namespace SmartWms.Webhooks.Subscriptions;

/// <summary>A webhook to be made: the form that people fill in, or what configuration declares.</summary>
public sealed class NewWebhookSubscription
{
    /// <summary>What people call it, 1 to 200 characters, e.g. <c>ERP_Order_Sync</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where requests go. Must be https unless the host allows http; at most 2,048 characters.</summary>
    public string Url { get; set; } = "";

    /// <summary>Which events: exact registered types, a prefix such as <c>order.*</c>, or <c>*</c>; 1 to 100. Sensitive types only by their exact name.</summary>
    public IList<string> EventTypes { get; set; } = [];

    /// <summary>The signing secret: 16 to 512 characters; for Standard Webhooks <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
    /// <value>Empty: <c>whsec_</c> and base64 of 32 random bytes are generated.</value>
    public string? Secret { get; set; }

    /// <summary>Sent with every request: at most 32, names of at most 64, values of at most 4,096 visible ASCII characters, together 16 KiB. Names that the protocol or this library uses are refused.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>The contract's name.</summary>
    /// <value><see langword="null"/>: the host's default.</value>
    public string? Contract { get; set; }

    /// <summary>The tenant, at most 128 characters.</summary>
    /// <value><see langword="null"/>: no tenant, which is a tenant of its own.</value>
    public string? TenantId { get; set; }

    /// <summary>Only events that share a channel are sent; at most 10 of at most 128 characters.</summary>
    /// <value>Empty: all events of the tenant.</value>
    public IList<string> Channels { get; set; } = [];

    /// <summary>Own waits before attempt 2, 3, …: 1 to 50, each 1 second to 30 days.</summary>
    /// <value><see langword="null"/>: the contract's.</value>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>Own attempt deadline, look-up to last byte: 1 to 30 seconds.</summary>
    /// <value><see langword="null"/>: the host's default.</value>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Own cap of requests in flight on each node: 1 to 256.</summary>
    /// <value><see langword="null"/>: the host's default.</value>
    public int? MaxInFlight { get; set; }

    /// <summary>Own rate limit, between 1 a minute and 10,000 a second.</summary>
    /// <value><see langword="null"/>: none.</value>
    public RateLimit? Rate { get; set; }
}
