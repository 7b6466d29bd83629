namespace SmartWms.Webhooks.Publishing;

/// <summary>What may be published.</summary>
public sealed class PublishingOptions
{
    /// <summary>The largest body, the envelope included: 1,024 to 1,048,576 bytes.</summary>
    /// <value>262,144.</value>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Events in one batch: 1 to 1,000.</summary>
    /// <value>1,000.</value>
    public int MaxBatch { get; set; } = 1000;
}
