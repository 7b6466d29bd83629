using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Addresses;

/// <summary>What is an ordinary address of the public internet (IANA special-purpose registries, RFC 6890).</summary>
/// <remarks>IPv4 is all but a list of refusals. IPv6 is the other way round: only what is handed out (2000::/3) can be public.</remarks>
internal static class PublicAddresses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Refused4 = Networks(
        "0.0.0.0/8",        // "this network": Linux connects 0.0.0.0 to loopback
        "10.0.0.0/8",       // private
        "100.64.0.0/10",    // carrier NAT
        "127.0.0.0/8",      // loopback
        "169.254.0.0/16",   // link-local
        "172.16.0.0/12",    // private
        "192.0.0.0/24",     // protocol assignments
        "192.0.2.0/24",     // documentation
        "192.31.196.0/24",  // AS112
        "192.52.193.0/24",  // AMT
        "192.88.99.0/24",   // 6to4 relays
        "192.168.0.0/16",   // private
        "192.175.48.0/24",  // AS112
        "198.18.0.0/15",    // benchmarking
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",   // documentation
        "224.0.0.0/4",      // multicast
        "240.0.0.0/4");     // reserved, broadcast

    private static readonly IPNetwork[] Refused6 = Networks(
        "2001::/23",            // protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",        // documentation
        "2002::/16",            // 6to4
        "2620:4f:8000::/48",    // AS112
        "3fff::/20");           // documentation

    /// <param name="address">Not mapped and without a scope.</param>
    public static bool Contain(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Refused4.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && !Refused6.Any(network => network.Contains(address)),
        _ => false,
    };

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
