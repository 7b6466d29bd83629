namespace SmartWms.Webhooks.House.Tests.Folders;

/// <summary>Which folder of the engine may use which. Dependencies point one way; a new arrow is a decision, made here.</summary>
internal static class FolderMap
{
    public const string Engine = "SmartWms.Webhooks";

    /// <summary>May use every folder: they put the others together.</summary>
    private const string All = "*";

    private static readonly Dictionary<string, string[]> Map = new(StringComparer.Ordinal)
    {
        ["Events"] = [],
        ["Addresses"] = [],
        ["Secrets"] = [],
        ["Diagnostics"] = [],
        ["Time"] = ["Diagnostics"],
        ["Reading"] = [],
        ["Subscriptions"] = ["Events", "Addresses", "Secrets", "Diagnostics", "Time", "Reading"],
        ["Nodes"] = [],
        ["Deliveries"] = ["Events", "Nodes", "Subscriptions", "Diagnostics", "Reading"],
        ["Retries"] = ["Subscriptions", "Deliveries", "Diagnostics"],
        ["Alerts"] = ["Subscriptions", "Deliveries", "Diagnostics"],
        ["Lanes"] = ["Subscriptions", "Deliveries", "Retries"],
        ["Sending"] = ["Events", "Addresses", "Secrets", "Subscriptions", "Deliveries", "Retries", "Diagnostics"],
        ["Publishing"] = ["Events", "Subscriptions", "Deliveries", "Lanes", "Sending", "Diagnostics", "Time"],
        ["Statistics"] = ["Subscriptions", "Deliveries", "Time", "Reading"],
        ["Retention"] = ["Nodes", "Subscriptions", "Deliveries", "Diagnostics", "Time"],
        ["InMemory"] = ["Events", "Nodes", "Subscriptions", "Deliveries"],
        ["Pump"] = [All],
        ["Hosting"] = [All],
    };

    public static IReadOnlyCollection<string> Folders => Map.Keys;

    /// <summary>Folders whose types may stand in the root namespace, because a host must find them without a using: the entry points.</summary>
    public static IReadOnlySet<string> MayUseRootNamespace { get; } = new HashSet<string>(StringComparer.Ordinal) { "Hosting" };

    /// <summary>Files that may stand beside the folders.</summary>
    public static IReadOnlySet<string> RootFiles { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Names that say nothing about the domain; refused in every package.</summary>
    public static IReadOnlySet<string> ForbiddenNames { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Services", "Models", "Helpers", "Common", "Abstractions", "Interfaces", "Internal", "Utils", "Utilities", "Core", "Shared", "Misc",
    };

    public static bool MayUse(string folder, string used) =>
        folder == used || (Map.TryGetValue(folder, out var allowed) && (allowed.Contains(used) || allowed.Contains(All)));
}
