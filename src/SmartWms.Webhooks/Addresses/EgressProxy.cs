using System.Diagnostics;
using System.Net;

namespace SmartWms.Webhooks.Addresses;

/// <summary>The proxy through which every webhook leaves the host's network. It then decides which addresses are reached, in place of <see cref="AddressGuard"/>.</summary>
/// <remarks>
/// Use one that refuses private addresses itself (Stripe's smokescreen, Squid with an access list): behind a proxy the host looks no name
/// up and sees no address. What a URL says itself is still checked, at registration and before each request. Requests to https receivers
/// pass through an encrypted tunnel; those to http receivers are readable to the proxy.
/// </remarks>
[DebuggerDisplay("{Address}")]
public sealed class EgressProxy
{
    /// <summary>A proxy.</summary>
    /// <param name="address">Scheme (http or https), host and port, e.g. <c>http://egress.corp.local:4750</c>. No user name, path or query.</param>
    /// <param name="credentials">What the proxy asks for; <see langword="null"/> when nothing.</param>
    /// <exception cref="ArgumentException">The address is of another kind; the message says what belongs in it and repeats nothing of it.</exception>
    public EgressProxy(string address, NetworkCredential? credentials = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsProxy(uri))
        {
            throw new ArgumentException(
                "An egress proxy is given as scheme, host and port, such as \"http://egress.corp.local:4750\" (http or https; no path, no query); credentials go apart, as a NetworkCredential.",
                nameof(address));
        }

        Address = uri;
        Web = new Route(uri, credentials);
    }

    /// <summary>Where it is; never holds credentials.</summary>
    public Uri Address { get; }

    /// <summary>What the HTTP handler asks. The one instance, so that another one is noticed.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal IWebProxy Web { get; }

    /// <summary>Its address, without credentials.</summary>
    /// <returns>For example <c>http://egress.corp.local:4750/</c>.</returns>
    public override string ToString() => Address.AbsoluteUri;

    /// <summary>Whether a connection leads to the proxy itself.</summary>
    internal bool Is(DnsEndPoint wanted) =>
        wanted.Port == Address.Port && wanted.Host.Trim('[', ']').Equals(Address.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    private static bool IsProxy(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Port > 0 && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0;

    /// <summary>Every request goes this way. The framework's own WebProxy can be told to let some pass by.</summary>
    private sealed class Route(Uri address, ICredentials? credentials) : IWebProxy
    {
        private readonly ICredentials? _credentials = credentials;

        public ICredentials? Credentials
        {
            get => _credentials;
            set => throw new NotSupportedException("The egress proxy's credentials are given when it is made.");
        }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
