namespace SmartWms.Webhooks.Pump;

/// <summary>What the health check reads of the pump.</summary>
internal sealed class PumpHealth
{
    private volatile string? _claimFailure;
    private volatile string? _recordFailure;
    private volatile string? _hostPipelineFailure;

    /// <summary>The kind of exception with which the store refuses claims; null when it works.</summary>
    public string? ClaimFailure
    {
        get => _claimFailure;
        set => _claimFailure = value;
    }

    /// <summary>The kind of exception with which the store refuses results; null when it works.</summary>
    public string? RecordFailure
    {
        get => _recordFailure;
        set => _recordFailure = value;
    }

    /// <summary>The kind of exception with which the host's HTTP handlers fail before the wire; null when they work.</summary>
    public string? HostPipelineFailure
    {
        get => _hostPipelineFailure;
        set => _hostPipelineFailure = value;
    }
}
