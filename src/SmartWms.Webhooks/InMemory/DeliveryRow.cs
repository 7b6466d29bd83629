using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>A stored delivery. Its <see cref="Timed.Time"/> is when it is due, the lease's end while sending, and once finished when that was.</summary>
internal sealed class DeliveryRow : Timed
{
    private readonly ushort _body;
    private byte _state;
    private byte _trigger;

    public required EventRow Event { get; init; }

    public required Lane Lane { get; init; }

    public required int Body
    {
        get => _body;
        init => _body = checked((ushort)value);
    }

    public DeliveryState State
    {
        get => (DeliveryState)_state;
        set => _state = (byte)value;
    }

    /// <summary>Why its next attempt is made. Once finished: why it was added, Scheduled or Test.</summary>
    public AttemptTrigger Trigger
    {
        get => (AttemptTrigger)_trigger;
        set => _trigger = (byte)value;
    }

    public DeliveryProgress? Progress { get; private set; }

    public DeliveryAttempt[] Attempts => Progress?.Attempts ?? [];

    public bool IsFinished => State >= DeliveryState.Delivered;

    /// <summary>Found apart from the lanes.</summary>
    public bool IsApart => Trigger is AttemptTrigger.Resend or AttemptTrigger.Test;

    /// <summary>Whether a person made it due again, so that it has a state to go back to.</summary>
    public bool IsAgain => Trigger is AttemptTrigger.Resend or AttemptTrigger.Recover;

    /// <summary>Whether it was added as a test: one that is sent again has kept that.</summary>
    public bool IsTest => (IsAgain ? Progress!.KeptTrigger : Trigger) == AttemptTrigger.Test;

    /// <summary>Whether a node has it under a lease that has not run out.</summary>
    public bool IsLeased(long now) => State == DeliveryState.Sending && Time > now;

    public bool IsLeasedUnder(long token) => State == DeliveryState.Sending && Progress!.LeaseToken == token;

    public DeliveryProgress Begin() => Progress ??= new DeliveryProgress();
}
