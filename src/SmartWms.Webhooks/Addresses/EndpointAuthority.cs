using System.Globalization;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Splits what stands between <c>https://</c> and the path into host and port, without any leniency.</summary>
internal static class EndpointAuthority
{
    /// <summary>Reads host and port.</summary>
    /// <param name="authority">For example <c>erp.example.com:8443</c>.</param>
    /// <param name="host">As written, an IPv6 address with its brackets.</param>
    /// <param name="port"><see langword="null"/> when none is written.</param>
    /// <returns>The rule that is broken; <see langword="null"/> when none is.</returns>
    public static string? Read(string authority, out string host, out int? port)
    {
        port = null;
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        host = end < 0 ? authority : authority[..end];
        var rest = authority.AsSpan(host.Length);
        if (authority.StartsWith('[') && end == 0)
        {
            return "the bracket of the IPv6 address is not closed";
        }

        if (host.Length == 0)
        {
            return "it names no host";
        }

        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return "it holds a user name or password; give credentials as a custom header";
        }

        if (authority.Contains('%', StringComparison.Ordinal))
        {
            return "a host is written plainly: no percent signs";
        }

        return rest.IsEmpty ? null : Port(rest, out port);
    }

    private static string? Port(ReadOnlySpan<char> rest, out int? port)
    {
        var isPort = int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        port = number;
        return rest[0] == ':' && isPort && number is > 0 and <= 65535
            ? null
            : "after the host only a colon and a port from 1 to 65535 may follow";
    }
}
