using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmartWms.Webhooks.Addresses;

/// <summary>The primary handler of the webhooks' HTTP client: everything it does not do is on purpose.</summary>
internal static class GuardedHandler
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    private const int MaxAnswerHeaderKiB = 16;
    private const int MaxDrain = 64 * 1024;

    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(5);

    /// <summary>A handler whose connections all pass <paramref name="guard"/>. Its requests must be of HTTP/1.1 or 2: HTTP/3 goes around the guard.</summary>
    public static SocketsHttpHandler Create(AddressGuard guard) => new()
    {
        ConnectCallback = Callback(guard),
        UseProxy = guard.Policy.EgressProxy is not null,        // with any other proxy the guard sees the proxy's address only
        Proxy = guard.Policy.EgressProxy?.Web,
        AllowAutoRedirect = false,              // an answer must not choose the next address
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,     // 200 kB could become 200 MB
        Credentials = null,
        PreAuthenticate = false,
        ActivityHeadersPropagator = null,       // the host's trace and baggage are not the receiver's
        MaxResponseHeadersLength = MaxAnswerHeaderKiB,
        MaxResponseDrainSize = MaxDrain,
        ResponseDrainTimeout = MaxDrainTime,
        ConnectTimeout = MaxConnectTime,
        PooledConnectionLifetime = MaxLifetime,                 // a name that moved is checked anew
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        Expect100ContinueTimeout = TimeSpan.Zero,
        EnableMultipleHttp2Connections = true,  // else what a receiver allows on one connection is all that it gets
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,       // HTTP/2: a connection that died silently would be used for as long as it may live
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTime,
        SslOptions =
        {
            EnabledSslProtocols = Protocols,
            AllowRenegotiation = false,         // a host may need it for client certificates of TLS 1.2
            CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },     // a certificate must not choose the next address
        },
    };

    /// <summary>Asserts that a host which configured the handler (client certificates, a private CA) left the guard in place. Limits may be lowered.</summary>
    /// <exception cref="InvalidOperationException">Settings were changed; the message names each and its value.</exception>
    public static void Verify(SocketsHttpHandler handler, AddressGuard guard)
    {
        string[] changed = [.. Rules(handler, guard).Where(rule => !rule.Holds).Select(rule => rule.Text)];
        if (changed.Length > 0)
        {
            throw new InvalidOperationException(
                $"The webhooks' HTTP handler was changed where its address guard depends on it. Set back: {string.Join("; ", changed)}.");
        }
    }

    private static IEnumerable<(bool Holds, string Text)> Rules(SocketsHttpHandler handler, AddressGuard guard) =>
    [
        (Equals(handler.ConnectCallback, Callback(guard)), "ConnectCallback (the guard's own)"),
        (handler.PlaintextStreamFilter is null, "PlaintextStreamFilter = null"),
        guard.Policy.EgressProxy is { } proxy
            ? (handler.UseProxy && ReferenceEquals(handler.Proxy, proxy.Web), "UseProxy = true and Proxy (the one of AddressPolicy.EgressProxy)")
            : (!handler.UseProxy, "UseProxy = false (a proxy is set with AddressPolicy.EgressProxy)"),
        (handler.DefaultProxyCredentials is null, "DefaultProxyCredentials = null"),
        (!handler.AllowAutoRedirect, "AllowAutoRedirect = false"),
        (!handler.UseCookies, "UseCookies = false"),
        (handler.AutomaticDecompression == DecompressionMethods.None, "AutomaticDecompression = None"),
        (handler.Credentials is null, "Credentials = null"),
        (!handler.PreAuthenticate, "PreAuthenticate = false"),
        (handler.ActivityHeadersPropagator is null, "ActivityHeadersPropagator = null"),
        (handler.MaxResponseHeadersLength <= MaxAnswerHeaderKiB, $"MaxResponseHeadersLength at most {MaxAnswerHeaderKiB} (KiB)"),
        (handler.MaxResponseDrainSize <= MaxDrain, $"MaxResponseDrainSize at most {MaxDrain}"),
        (IsAtMost(handler.ResponseDrainTimeout, MaxDrainTime), $"ResponseDrainTimeout at most {MaxDrainTime}"),
        (IsAtMost(handler.ConnectTimeout, MaxConnectTime), $"ConnectTimeout at most {MaxConnectTime}"),
        (IsAtMost(handler.PooledConnectionLifetime, MaxLifetime), $"PooledConnectionLifetime at most {MaxLifetime}"),
        (handler.Expect100ContinueTimeout == TimeSpan.Zero, "Expect100ContinueTimeout = 0"),
        (FetchesNothing(handler.SslOptions.CertificateChainPolicy), "SslOptions.CertificateChainPolicy with DisableCertificateDownloads = true and RevocationMode = NoCheck or Offline"),
        (IsModern(handler.SslOptions.EnabledSslProtocols), "SslOptions.EnabledSslProtocols = Tls12 and Tls13, or one of them"),
    ];

    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Callback(AddressGuard guard) => guard.ConnectAsync;

    // Infinite is minus one millisecond.
    private static bool IsAtMost(TimeSpan value, TimeSpan limit) => value >= TimeSpan.Zero && value <= limit;

    /// <summary>Missing issuers and revocation lists are fetched, past the guard, from where a receiver's certificate says, and before it is judged.</summary>
    private static bool FetchesNothing(X509ChainPolicy? policy) => policy is { DisableCertificateDownloads: true, RevocationMode: not X509RevocationMode.Online };

    private static bool IsModern(SslProtocols protocols) => protocols != SslProtocols.None && (protocols & ~Protocols) == 0;
}
