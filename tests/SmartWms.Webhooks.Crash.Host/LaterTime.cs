namespace SmartWms.Webhooks.Crash.Host;

/// <summary>The system's clock, some time ahead: each child starts when the leases of the one before it have ended, and nobody waits for that.</summary>
internal sealed class LaterTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
