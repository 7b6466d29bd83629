namespace SmartWms.Webhooks.Conformance;

/// <summary>One line of a report.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Of a failed one: what was expected and what came. Else <see langword="null"/>.</param>
public sealed record RuleResult(ConformanceRule Rule, RuleOutcome Outcome, string? Reason = null);
