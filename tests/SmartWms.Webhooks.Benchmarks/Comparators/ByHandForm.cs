namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>How a team sends webhooks that it writes itself.</summary>
internal enum ByHandForm
{
    /// <summary>A timer that looks every second, takes 100, and sends one after the other with a client made for each.</summary>
    Timer,

    /// <summary>Looks again as soon as it is done; one after the other, still with a client made for each.</summary>
    OwnClient,

    /// <summary>The same through one shared client.</summary>
    SharedClient,

    /// <summary>Looks again as soon as it is done; 16 at once through one shared client; each row updated by itself.</summary>
    Parallel,
}
