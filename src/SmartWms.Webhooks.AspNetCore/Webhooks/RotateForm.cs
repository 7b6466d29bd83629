namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A rotation. A class: a record would print the secret.</summary>
internal sealed class RotateForm
{
    /// <summary>Left out: generated.</summary>
    public string? Secret { get; set; }

    /// <summary>Left out: the host's default, 24 hours.</summary>
    public double? OverlapSeconds { get; set; }
}
