using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Which hosts may be registered, each in one spelling only.</summary>
/// <remarks>A clear message for honest mistakes; what a name leads to is <see cref="AddressGuard"/>'s to check at each connection.</remarks>
internal static class EndpointHost
{
    /// <summary>Checks the host of an endpoint URL.</summary>
    /// <param name="host">As written, brackets included.</param>
    /// <param name="policy">What is allowed beyond the public internet.</param>
    /// <param name="canonical">ASCII, lower case; an IPv6 address in brackets.</param>
    /// <returns>The rule that is broken; <see langword="null"/> when none is.</returns>
    public static string? Check(string host, AddressPolicy policy, out string canonical)
    {
        if (host.StartsWith('['))
        {
            canonical = host.ToLowerInvariant();
            return IPv6(canonical, policy);
        }

        if (HostName.Read(host, out canonical) is { } rule)
        {
            return rule;
        }

        return HostName.EndsInNumber(canonical) ? IPv4(canonical, policy) : Name(canonical, policy);
    }

    private static string? IPv6(string host, AddressPolicy policy)
    {
        if (!IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return "what stands in brackets is no IPv6 address";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return $"an IPv4 address is written without brackets: {address.MapToIPv4()}";
        }

        return host.AsSpan(1, host.Length - 2).SequenceEqual(address.ToString())
            ? Address(address, policy)
            : $"an IPv6 address is written in its shortest form: [{address}]";
    }

    private static string? IPv4(string host, AddressPolicy policy) =>
        IPAddress.TryParse(host, out var address) && address.ToString() == host
            ? Address(address, policy)
            : "a host whose last part is a number is an IPv4 address and written as four decimal numbers without leading zeros, such as 198.51.100.7";

    private static string? Address(IPAddress address, AddressPolicy policy) => policy.Judge(address) switch
    {
        AddressVerdict.Public or AddressVerdict.InAllowedNetwork => null,
        AddressVerdict.Metadata => $"{address} is a cloud metadata or link-local address, which is never allowed",
        _ => $"{address} is not a public address; the host application can allow its network with AddressPolicy.AllowedNetworks",
    };

    private static string? Name(string name, AddressPolicy policy)
    {
        if (MetadataAddresses.IsName(name))
        {
            return $"\"{name}\" is a name of a cloud's metadata service, which is never allowed";
        }

        if (policy.AllowsHost(name) || (ReservedNames.IsLocalhost(name) && policy.AllowedLoopbacks.Any()))
        {
            return null;
        }

        if (ReservedNames.Find(name) is { } reserved)
        {
            return $"names under \"{reserved}\" are not public; the host application can allow \"{name}\" with AddressPolicy.AllowedHosts";
        }

        return name.Contains('.', StringComparison.Ordinal)
            ? null
            : $"\"{name}\" has no domain; the host application can allow it with AddressPolicy.AllowedHosts";
    }
}
