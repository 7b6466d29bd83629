using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks;

/// <summary>How webhooks are received.</summary>
public sealed class WmsWebhookReceiverOptions
{
    /// <summary>How the sender signs. Nothing in a request can choose another scheme.</summary>
    /// <value>None: it has to be set.</value>
    public SignatureScheme Scheme { get; set; }

    /// <summary>The secret, and while it is rotated the one before as well; 1 to 16. Read anew for each request, so that a reloaded configuration rotates without a restart.</summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>Secrets of your own source (a vault, one of each tenant), asked for each request, beside <see cref="Secrets"/>.</summary>
    /// <value><see langword="null"/>: only <see cref="Secrets"/>, which then must not be empty.</value>
    /// <remarks>All of them are one sender to the inbox: whoever holds one can make an event's id known, and the same id of another is then skipped. Give parties that do not trust each other a host each.</remarks>
    public Func<HttpContext, CancellationToken, ValueTask<IEnumerable<string>>>? ReadSecrets { get; set; }

    /// <summary>How far a request's time may be from now, before and after; only Standard Webhooks signs one. Zero to one day.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest body that is read, 1 KiB to 2 MiB. Longer ones are answered with 413.</summary>
    /// <value>1 MiB, the most that a sender of this library can be set to.</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Whether handlers run inside the request. The sender waits for them, and tries again when one fails.</summary>
    /// <value><see langword="false"/>: answered at once and handled in the background.</value>
    public bool HandleInline { get; set; }

    /// <summary>How many received webhooks may wait for their handlers in the background, 1 to 100,000. Beyond it, and while as many wait for another run after a failed one, senders are told to come back (503). Read at the start.</summary>
    /// <value>1,000.</value>
    public int QueueLength { get; set; } = 1000;

    /// <summary>How many are handled at once in the background, 1 to 256. Read at the start.</summary>
    /// <value>4.</value>
    public int Concurrency { get; set; } = 4;

    /// <summary>Waits before a failed handler is run again in the background: at most 20, each up to an hour. After the last the webhook is given up, logged (4003), and forgotten, so that a resend is taken.</summary>
    /// <value><see langword="null"/>: 1 s, 5 s, 30 s, 2 min, 10 min. Empty: none.</value>
    public IList<TimeSpan>? HandlerRetries { get; set; }

    /// <summary>
    /// How long a handler may take in the background, 1 second to 1 day. Then its token is cancelled, and the run counts as failed as soon as the handler gives up: one that
    /// looks at no token keeps its place. Inline, the sender's patience is the limit.
    /// </summary>
    /// <value>10 minutes.</value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After how long a sender that was told to come back should do so; 1 second to 1 hour. The header <c>Retry-After</c> of every 503.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How event data becomes your types where a handler gives no <c>JsonTypeInfo</c>. Unknown members are skipped: senders add some.</summary>
    /// <value><see langword="null"/>: names as the scheme's contract writes them, camelCase, for Wms snake_case.</value>
    public JsonSerializerOptions? Json { get; set; }
}
