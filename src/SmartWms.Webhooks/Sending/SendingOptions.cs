namespace SmartWms.Webhooks.Sending;

/// <summary>How requests are made.</summary>
public sealed class SendingOptions
{
    /// <summary>How many bytes of an answer are read and kept, 0 to 65,536.</summary>
    /// <value>16,384.</value>
    public int MaxAnswerBytes { get; set; } = 16 * 1024;

    /// <summary>Whether handlers of the host may send an attempt more than once. It hides attempts from the log; leave it off.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowInProcessRetries { get; set; }

    /// <summary>Whether the host replaced the primary HTTP handler on purpose and guards addresses itself.</summary>
    /// <value><see langword="false"/>: a replaced handler stops the start.</value>
    public bool GuardIsMine { get; set; }
}
