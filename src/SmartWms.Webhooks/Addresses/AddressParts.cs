using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Readings of an address that the framework spreads over several members, some of which throw for IPv4.</summary>
internal static class AddressParts
{
    extension(IPAddress address)
    {
        public bool HasScope => address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;

        /// <summary>The address that is really dialled: <c>::ffff:127.0.0.1</c> reaches a listener on <c>127.0.0.1</c>.</summary>
        public IPAddress Unmapped => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
