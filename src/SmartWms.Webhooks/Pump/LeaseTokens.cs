namespace SmartWms.Webhooks.Pump;

/// <summary>Makes lease tokens: random, so that no two claims on any node ever carry the same one.</summary>
internal static class LeaseTokens
{
    public static long Next() => Random.Shared.NextInt64(1, long.MaxValue);
}
