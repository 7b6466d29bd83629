using System.Net;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Where webhooks may be sent: by default https to the public internet and nowhere else.</summary>
/// <remarks>
/// The host sets it in code; no API and no subscription can widen it. It cannot be changed once made, so one policy serves
/// registration (a clear refusal) and <see cref="AddressGuard"/> (the boundary) alike. A receiver in the host's own network needs
/// its network in <see cref="AllowedNetworks"/>, and its name in <see cref="AllowedHosts"/> when that is not a public one.
/// </remarks>
public sealed class AddressPolicy
{
    private static readonly IPAddress[] Loopbacks = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    /// <summary>Whether <c>http://</c> URLs may be registered; without TLS a receiver's data and our signature cross the network in clear.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowHttp { get; init; }

    /// <summary>Whether <c>64:ff9b::/96</c> (NAT64, RFC 6052) is dialled when the IPv4 address inside is allowed. For IPv6-only networks with DNS64.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowNat64 { get; init; }

    /// <summary>Ports that may be dialled. Port 0 never.</summary>
    /// <value>80, 443 and 1024 to 65535: no mail, shell or database port of the system range.</value>
    public IReadOnlyList<PortRange> AllowedPorts { get; init => field = Copy(value); } = [80, 443, new PortRange(1024, 65535)];

    /// <summary>Networks that are allowed though not public, such as the warehouse's own <c>10.20.0.0/16</c>. Metadata and link-local IPv4 addresses stay refused.</summary>
    /// <value>None. One that holds <c>127.0.0.1</c> or <c>::1</c> also admits the name <c>localhost</c>.</value>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init => field = Copy(value); } = [];

    /// <summary>Names that may be registered though they are no public ones: <c>erp</c>, or <c>*.local</c> for every name below <c>local</c>.</summary>
    /// <value>None. A name listed here still has to resolve to allowed addresses.</value>
    /// <exception cref="ArgumentException">An entry is no host name: an address (list its network instead), a URL, or a star alone.</exception>
    public IReadOnlyList<string> AllowedHosts { get; init => field = [.. Copy(value).Select(HostPattern.Canonical)]; } = [];

    /// <summary>The proxy through which every request leaves. It then is the guard: names are looked up there, and nothing else is dialled here.</summary>
    /// <value><see langword="null"/>: requests go straight out, and no proxy of the environment (<c>HTTPS_PROXY</c>) is used.</value>
    public EgressProxy? EgressProxy { get; init; }

    /// <summary>Judges one address by this policy alone; whether it is this machine's own only <see cref="AddressGuard"/> knows.</summary>
    /// <param name="address">IPv4 or IPv6; an IPv4-mapped one is judged as the IPv4 address inside.</param>
    /// <returns><see cref="AddressVerdict.Public"/> or <see cref="AddressVerdict.InAllowedNetwork"/> when it may be dialled.</returns>
    public AddressVerdict Judge(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);

        // A scope names an interface of this machine, and IsLoopback says false of "::1%5": nothing public has one.
        if (address.HasScope)
        {
            return AddressVerdict.NotPublic;
        }

        var plain = address.Unmapped;
        if (MetadataAddresses.Reach(plain))
        {
            return AddressVerdict.Metadata;
        }

        if (AllowedNetworks.Any(network => network.Contains(plain)))
        {
            return AddressVerdict.InAllowedNetwork;
        }

        if (AllowNat64 && EmbeddedAddress.TryNat64(plain, out var inner))
        {
            return Judge(inner);
        }

        return PublicAddresses.Contain(plain) ? AddressVerdict.Public : AddressVerdict.NotPublic;
    }

    internal bool AllowsPort(int port) => AllowedPorts.Any(range => range.Contains(port));

    internal bool AllowsHost(string name) => AllowedHosts.Any(pattern => HostPattern.Matches(pattern, name));

    /// <summary>What <c>localhost</c> stands for here; empty when no loopback network is listed.</summary>
    internal IEnumerable<IPAddress> AllowedLoopbacks => Loopbacks.Where(address => Judge(address) == AddressVerdict.InAllowedNetwork);

    private static T[] Copy<T>(IReadOnlyList<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return [.. value];
    }
}
