using System.Net;
using System.Net.NetworkInformation;

namespace SmartWms.Webhooks.Addresses;

/// <summary>The addresses this machine answers on.</summary>
internal static class OwnAddresses
{
    /// <summary>Asked of the system each time: an address given while running counts at once.</summary>
    public static IEnumerable<IPAddress> Read() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(entry => entry.Address);
}
