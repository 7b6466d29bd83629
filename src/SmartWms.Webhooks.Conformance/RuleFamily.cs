namespace SmartWms.Webhooks.Conformance;

/// <summary>What a group of rules is about. A store that breaks one promise fails rules of one family.</summary>
/// <param name="Letter">Begins the numbers of its rules.</param>
/// <param name="Name">In words.</param>
public sealed record RuleFamily(string Letter, string Name)
{
    internal static RuleFamily Adding { get; } = new("A", "Adding events");

    internal static RuleFamily Claiming { get; } = new("C", "Claiming");

    internal static RuleFamily Leases { get; } = new("L", "Leases and lanes");

    internal static RuleFamily Recording { get; } = new("R", "Recording results");

    internal static RuleFamily People { get; } = new("P", "What people do: resend, recover, cancel, test");

    internal static RuleFamily Subscriptions { get; } = new("S", "Subscriptions");

    internal static RuleFamily Querying { get; } = new("Q", "Log queries");

    internal static RuleFamily Text { get; } = new("T", "Text, bytes and limits");

    internal static RuleFamily Keeping { get; } = new("K", "Keeping and removing");

    internal static RuleFamily HostTransactions { get; } = new("H", "The host's transaction");

    internal static RuleFamily EarlierSchemas { get; } = new("U", "Upgrades from earlier schemas");
}
