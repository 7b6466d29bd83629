using System.Text.RegularExpressions;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Event types, filters and matching against the expressions of R36 and R16.</summary>
public sealed partial class EventTypeTests
{
    private const string Near = "abz059_.*-A \n";

    private static readonly string[] Valid =
    [
        "order.shipped", "order", "inventory.low_stock", "a", "_", "0.1.2", "order.*", "order.shipped.*", "*", "user.created", "audit.alert", "webhook.test", "a.b.c.d.e.f",
    ];

    [Fact]
    public void Every_generated_name_and_filter_is_judged_and_matched_as_the_oracle_does() => Cases.Run(Make, Library, Oracle, row => $"{Cases.Shown(row.Filter)} on {Cases.Shown(row.Type)}");

    private static ((string Filter, string Type, bool IsSensitive), bool) Make(Random random)
    {
        var filter = random.Next(6) switch
        {
            0 => random.Text("ab_.", 1, 8),
            1 => string.Join('.', Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Text("abcdefghijklmnopqrstuvwxyz_0123456789", 1, 40))),
            _ => random.Any(Valid),
        };
        var isMutated = !random.OneIn(3);
        var changed = isMutated ? random.Mutate(filter, random.OneIn(3) ? Edits.Nasty : Near) : filter;
        var type = random.Next(4) switch
        {
            0 => changed,
            1 => changed.TrimEnd('*').TrimEnd('.') + random.Any([".x", "x", "", ".x.y"]),
            2 => random.Mutate(changed, Near),
            _ => random.Any(Valid),
        };
        return ((changed, type, random.OneIn(4)), isMutated);
    }

    private static string? Library((string Filter, string Type, bool IsSensitive) row) => EventTypeFilter.TryParse(row.Filter, out var filter)
        ? $"{filter.IsEverything} {filter.IsPrefix} {EventTypeName.IsValid(row.Type)} {EventTypeName.IsValid(row.Type) && filter.Matches(row.Type, row.IsSensitive)}"
        : null;

    private static string? Oracle((string Filter, string Type, bool IsSensitive) row)
    {
        var (everything, prefix) = (row.Filter == "*", row.Filter.Length > 2 && row.Filter.Length <= 130 && Prefix().IsMatch(row.Filter));
        if (!everything && !prefix && !IsName(row.Filter))
        {
            return null;
        }

        var isType = IsName(row.Type);
        var named = isType && row.Type == row.Filter;
        var wild = isType && !row.IsSensitive && (everything || (prefix && Regex.IsMatch(row.Type, "\\A" + Regex.Escape(row.Filter[..^1]), RegexOptions.CultureInvariant)));
        return $"{everything} {prefix} {isType} {named || wild}";
    }

    private static bool IsName(string text) => text.Length <= 128 && Name().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9_]+(\.[a-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9_]+(\.[a-z0-9_]+)*\.\*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
