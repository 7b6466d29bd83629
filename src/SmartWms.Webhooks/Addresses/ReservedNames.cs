namespace SmartWms.Webhooks.Addresses;

/// <summary>Names that lead nowhere in the public DNS, and so somewhere in the host's own network if anywhere.</summary>
internal static class ReservedNames
{
    private const string Localhost = "localhost";

    private static readonly string[] Suffixes =
    [
        Localhost, "test", "example", "invalid",                // RFC 6761
        "local", "onion", "home.arpa", "alt",                   // RFC 6762, 7686, 8375, 9476
        "internal",                                             // reserved by ICANN in 2024
        "localdomain", "intranet", "private", "corp", "home", "lan",    // never delegated because so many networks use them
    ];

    /// <param name="name">Lower-case ASCII.</param>
    /// <returns>The reserved name that this one is or lies below; <see langword="null"/> for a name of the public DNS.</returns>
    public static string? Find(string name) => Array.Find(Suffixes, suffix => IsOrLiesBelow(name, suffix));

    /// <param name="name">In any case.</param>
    /// <returns>Whether the name means this machine without being looked up.</returns>
    public static bool IsLocalhost(string name) => IsOrLiesBelow(name, Localhost);

    private static bool IsOrLiesBelow(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && (name.Length == suffix.Length || name[^(suffix.Length + 1)] == '.');
}
