using System.Globalization;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Ports from <see cref="First"/> to <see cref="Last"/>, both included. A single number converts to a range of one.</summary>
public readonly record struct PortRange
{
    /// <summary>Ports from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <param name="first">1 to 65535.</param>
    /// <param name="last"><paramref name="first"/> to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">A port is outside 1 to 65535, or the range runs backwards.</exception>
    public PortRange(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        First = first;
        Last = last;
    }

    /// <summary>The lowest port of the range.</summary>
    public int First { get; }

    /// <summary>The highest port of the range.</summary>
    public int Last { get; }

    /// <summary>A range of one port, so that a list reads <c>[443, new(8000, 8999)]</c>.</summary>
    /// <param name="port">1 to 65535.</param>
    public static implicit operator PortRange(int port) => new(port, port);

    /// <summary>Whether the range holds this port.</summary>
    /// <param name="port">Any number.</param>
    /// <returns><see langword="true"/> from <see cref="First"/> to <see cref="Last"/>; never for port 0.</returns>
    public bool Contains(int port) => port > 0 && port >= First && port <= Last;

    /// <summary>As a person writes it.</summary>
    /// <returns><c>443</c> or <c>1024-65535</c>.</returns>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
