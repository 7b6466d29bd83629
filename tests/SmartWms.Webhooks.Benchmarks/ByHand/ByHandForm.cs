namespace SmartWms.Webhooks.Benchmarks.ByHand;

/// <summary>How a team sends webhooks that it writes itself.</summary>
internal enum ByHandForm
{
    /// <summary>A timer that looks every second, takes 100, and sends one after the other with a client made for each.</summary>
    Timer,

    /// <summary>Looks again as soon as it is done; 16 at once through one shared client; each row updated by itself.</summary>
    Parallel,
}
