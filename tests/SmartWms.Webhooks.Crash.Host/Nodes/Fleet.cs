namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>What the nodes and the test that attacks them agree on.</summary>
internal static class Fleet
{
    /// <summary>Far shorter than a host may set: a frozen node's deliveries must be taken over within a test.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    /// <summary>After its lease: a busy server's polls look from a low watermark, which starts from nothing again every 5 seconds (R13).</summary>
    public static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(6);

    /// <summary>Of an attempt.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Of a stop.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Publishing at once in one process.</summary>
    public const int Callers = 4;

    /// <summary>The ledger's word for a result that was refused, as its lease had been lost.</summary>
    public const string Refused = "refused";

    /// <summary>The ledger's word for a publisher that publishes no more.</summary>
    public const string Done = "done";

    /// <summary>The ledger's word for a node that runs: with what it is there for.</summary>
    public const string Started = "started";

    /// <summary>The ledger's word for a publish that failed, with the exception's type.</summary>
    public const string NotStored = "not-stored";

    /// <summary>The ledger's word for standing still between lease and request, with the leases' tokens.</summary>
    public const string Lingers = "lingers";

    /// <summary>The ledger's word for going on after it.</summary>
    public const string Lingered = "lingered";

    /// <summary>Which process sent a request.</summary>
    public const string NodeHeader = "X-Gate-Node";

    public const string OnlyDelivers = "delivers";

    public const string Publishes = "publishes";
}
