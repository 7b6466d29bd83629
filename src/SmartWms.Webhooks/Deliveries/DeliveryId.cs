using System.Globalization;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Names one delivery; people see it as <c>dlv_42</c>. The number is given by the store.</summary>
/// <param name="Value">Greater than zero.</param>
public readonly record struct DeliveryId(long Value) : IComparable<DeliveryId>
{
    private const string Prefix = "dlv_";

    /// <summary>Reads <c>dlv_42</c>.</summary>
    /// <param name="text">What a person or a route gave.</param>
    /// <param name="id">The id when the text is one.</param>
    /// <returns>Whether the text is an id.</returns>
    public static bool TryParse(string? text, out DeliveryId id)
    {
        id = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value <= 0)
        {
            return false;
        }

        id = new DeliveryId(value);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(DeliveryId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value}");

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator <(DeliveryId left, DeliveryId right) => left.Value < right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator >(DeliveryId left, DeliveryId right) => left.Value > right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator <=(DeliveryId left, DeliveryId right) => left.Value <= right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator >=(DeliveryId left, DeliveryId right) => left.Value >= right.Value;
}
