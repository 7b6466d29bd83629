using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Ports for processes that must be told theirs. Below those that systems give away by themselves, so that nobody who asked for any port takes it meanwhile.</summary>
public static class FreePort
{
    private const int From = 20_000;
    private const int To = 30_000;

    /// <summary>The first of <paramref name="neighbours"/> ports side by side on which nobody listens.</summary>
    public static int Next(int neighbours = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(From, To - neighbours);
            if (Enumerable.Range(first, neighbours).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
