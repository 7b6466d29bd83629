namespace SmartWms.Webhooks.Conformance;

/// <summary>One way in which a rule is tried.</summary>
/// <param name="Given">What was given, for the message; <see langword="null"/>: there is one case only.</param>
/// <param name="Run">Throws when the store does not do it.</param>
internal sealed record RuleCase(string? Given, Func<StoreUnderTest, CancellationToken, Task> Run);
