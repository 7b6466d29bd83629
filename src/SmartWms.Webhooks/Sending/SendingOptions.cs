namespace SmartWms.Webhooks.Sending;

/// <summary>How requests are made.</summary>
public sealed class SendingOptions
{
    /// <summary>How many bytes of an answer are read and kept, 0 to 65,536.</summary>
    /// <value>16,384.</value>
    public int MaxAnswerBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// Whether receivers that offer HTTP/2 over TLS get it: many requests share one connection, and each costs more memory. All others get HTTP/1.1, and nobody HTTP/3, which would go
    /// around the address guard.
    /// </summary>
    /// <value><see langword="false"/>: HTTP/1.1.</value>
    public bool AllowHttp2 { get; set; }

    /// <summary>Whether handlers of the host may send an attempt more than once. It hides attempts from the log; leave it off.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowInProcessRetries { get; set; }

    /// <summary>Whether the host replaced the primary HTTP handler on purpose and guards addresses itself.</summary>
    /// <value><see langword="false"/>: a replaced handler stops the start.</value>
    public bool GuardIsMine { get; set; }
}
