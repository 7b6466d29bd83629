namespace SmartWms.Webhooks.Addresses;

/// <summary>An entry of <see cref="AddressPolicy.AllowedHosts"/>: a name, or <c>*.</c> and a name for everything below it.</summary>
internal static class HostPattern
{
    private const string Below = "*.";

    public static string Canonical(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var star = pattern.StartsWith(Below, StringComparison.Ordinal) ? Below : "";
        var rule = HostName.Read(pattern[star.Length..], out var name);
        if (rule is null && HostName.EndsInNumber(name))
        {
            rule = "an address belongs into AllowedNetworks";
        }

        return rule is null
            ? star + name
            : throw new ArgumentException($"AllowedHosts holds \"{pattern}\": {rule}. Give names such as \"erp\" or \"*.local\".", nameof(pattern));
    }

    public static bool Matches(string pattern, string name) => pattern.StartsWith(Below, StringComparison.Ordinal)
        ? name.EndsWith(pattern[1..], StringComparison.Ordinal)
        : name == pattern;
}
