namespace SmartWms.Webhooks.Deliveries;

/// <summary>Disable the subscription if it is Active, its epoch is still the claim's, and (when asked) it has had no success for long enough.</summary>
/// <param name="Reason">In words for people.</param>
/// <param name="EnableEpoch">The epoch that the claim returned; a later one means that a person enabled it since.</param>
/// <param name="FailingSince">Not null: only if the first failure after the last success or enable is at or before this.</param>
public sealed record DisableRequest(string Reason, int EnableEpoch, DateTimeOffset? FailingSince = null);
