using System.Globalization;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Names one subscription; people see it as <c>whk_17</c>. The number is given by the store.</summary>
/// <param name="Value">Greater than zero.</param>
public readonly record struct SubscriptionId(long Value) : IComparable<SubscriptionId>
{
    private const string Prefix = "whk_";

    /// <summary>Reads <c>whk_17</c>.</summary>
    /// <param name="text">What a person or a route gave.</param>
    /// <param name="id">The id when the text is one.</param>
    /// <returns>Whether the text is an id.</returns>
    public static bool TryParse(string? text, out SubscriptionId id)
    {
        id = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value <= 0)
        {
            return false;
        }

        id = new SubscriptionId(value);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(SubscriptionId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value}");

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator <(SubscriptionId left, SubscriptionId right) => left.Value < right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator >(SubscriptionId left, SubscriptionId right) => left.Value > right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator <=(SubscriptionId left, SubscriptionId right) => left.Value <= right.Value;

    /// <summary>Orders ids as they were given.</summary>
    public static bool operator >=(SubscriptionId left, SubscriptionId right) => left.Value >= right.Value;
}
