namespace SmartWms.Webhooks.Deliveries;

/// <summary>What is old enough to go.</summary>
/// <param name="LogBefore">Finished deliveries that ended before this, with their attempts; and bodies of events before this that no unfinished delivery needs.</param>
/// <param name="EventIdsBefore">Events added before this, whose deliveries are gone: their id may then be used again.</param>
/// <param name="Limit">At most about this many rows in one transaction.</param>
public sealed record PurgeRequest(DateTimeOffset LogBefore, DateTimeOffset EventIdsBefore, int Limit);
