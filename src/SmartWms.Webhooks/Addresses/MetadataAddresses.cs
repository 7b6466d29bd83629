using System.Net;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Where clouds hand their machines credentials. Refused whatever networks a host allows.</summary>
internal static class MetadataAddresses
{
    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");    // AWS, Azure, Google, ECS, EKS and most others
    private static readonly IPNetwork Amazon = IPNetwork.Parse("fd00:ec2::/32");        // fd00:ec2::254, fd00:ec2::23 (EKS) and what stands beside them

    private static readonly HashSet<IPAddress> Known =
    [
        IPAddress.Parse("168.63.129.16"),       // Azure WireServer, a public address
        IPAddress.Parse("100.100.100.200"),     // Alibaba
        IPAddress.Parse("192.0.0.192"),         // Oracle
        IPAddress.Parse("fd00:a9fe:a9fe::1"),   // Akamai
        IPAddress.Parse("fd20:ce::254"),        // Google
        IPAddress.Parse("fd00:c1::a9fe:a9fe"),  // Oracle
        IPAddress.Parse("fd00:42::42"),         // Scaleway
    ];

    /// <summary>What resolvers inside those clouds lead there. Elsewhere the answer is looked at; behind an egress proxy the name is all there is.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata.google.internal", "metadata.goog", "metadata",
        "instance-data.ec2.internal", "instance-data",
        "metadata.tencentyun.com", "metadata.platformequinix.com",
    };

    public static bool IsName(string name) => Names.Contains(name);

    /// <summary>Whether packets to this address end at one of them, by itself or through a tunnel or translator whose address it is.</summary>
    public static bool Reach(IPAddress address) => Is(address) || EmbeddedAddress.All(address).Any(Is);

    private static bool Is(IPAddress address) => LinkLocal.Contains(address) || Amazon.Contains(address) || Known.Contains(address);
}
