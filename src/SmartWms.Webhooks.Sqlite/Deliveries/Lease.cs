namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>When a lease holds: until its end, but not if that is more than a day away. Only a wrong clock makes such a lease, and nobody would wait for its end.</summary>
internal static class Lease
{
    /// <summary>In every statement that asks, <c>d</c> is the delivery and <c>?2</c> is now.</summary>
    public const string Holds = "(d.lease_until > ?2 and d.lease_until <= ?2 + 864000000000)";

    /// <summary>Nobody is sending it: no lease, or one that does not hold.</summary>
    public const string IsOpen = "(" + Holds + " is not true)";

    public static bool HoldsAt(long? leaseUntil, long now) => leaseUntil > now && leaseUntil <= now + TimeSpan.TicksPerDay;
}
