namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>The system's clock as a person sees it, which can be set wrong; timers and durations go on as they are.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _ahead;

    /// <summary>How wrong it is.</summary>
    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ahead));
        set => Volatile.Write(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
