namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Whether a row d of the queue is free to be claimed: its last lease has run out, or it never had one.</summary>
internal static class Lease
{
    private const string IsNone = "(d.lease_until is null or d.lease_until <= ";

    // No lease is as long: one that ends later was taken by a node whose clock was wrong, and holds nothing.
    private const string IsTooLong = " or d.lease_until > ";
    private const string Longest = " + interval '1 day')";

    /// <summary>Of a row d, with the time as this parameter.</summary>
    public const string IsFreeAt1 = IsNone + "$1" + IsTooLong + "$1" + Longest;

    public const string IsFreeAt2 = IsNone + "$2" + IsTooLong + "$2" + Longest;

    public const string IsFreeAt5 = IsNone + "$5" + IsTooLong + "$5" + Longest;

    public static bool Holds(DateTimeOffset? until, DateTimeOffset now) => until > now && until <= now + TimeSpan.FromDays(1);
}
