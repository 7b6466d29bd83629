using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>A way in which a receiver misbehaves, and what the log must say of it.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Script">What happens on each connection.</param>
/// <param name="Failure">The fixed class.</param>
/// <param name="Status">The status code that is kept, if one came.</param>
internal sealed record Behaviour(string Name, Func<RawConnection, Task> Script, FailureClass Failure, int? Status = null)
{
    /// <summary>Called by https.</summary>
    public bool IsTls { get; init; }

    /// <summary>What the system may see instead: a reset can arrive while connecting or after.</summary>
    public FailureClass? Or { get; init; }

    /// <summary>One whose end is the deadline gets a short one, so that the test is short.</summary>
    public TimeSpan Deadline => TimeSpan.FromSeconds(Failure == FailureClass.Timeout ? 3 : 8);
}
