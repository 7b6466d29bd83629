using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Addresses;

/// <summary>IPv4 addresses that an IPv6 address carries for a translator or tunnel.</summary>
internal static class EmbeddedAddress
{
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");          // RFC 6052
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");   // RFC 8215
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");         // RFC 3056
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");            // RFC 4291, deprecated

    public static bool TryNat64(IPAddress address, [NotNullWhen(true)] out IPAddress? inner)
    {
        inner = Nat64.Contains(address) ? Last(address.GetAddressBytes()) : null;
        return inner is not null;
    }

    public static IEnumerable<IPAddress> All(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return [];
        }

        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address) || Compatible.Contains(address))
        {
            return [Last(bytes)];
        }

        if (SixToFour.Contains(address))
        {
            return [new IPAddress(bytes.AsSpan(2, 4))];
        }

        if (LocalNat64.Contains(address))
        {
            // The prefix a network chose inside the /48 decides where its address lies: RFC 6052 for /48, or the last four bytes for /96.
            return [Last(bytes), new IPAddress([bytes[6], bytes[7], bytes[9], bytes[10]])];
        }

        // Teredo carries its server, and its client with every bit turned.
        return address.IsIPv6Teredo
            ? [new IPAddress(bytes.AsSpan(4, 4)), new IPAddress([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]])]
            : [];
    }

    private static IPAddress Last(byte[] bytes) => new(bytes.AsSpan(12, 4));
}
