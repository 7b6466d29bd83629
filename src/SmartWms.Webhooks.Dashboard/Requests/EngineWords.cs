using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>The engine's own words, in English: what exactly was wrong. The rules that they are about stand in the texts, in each language.</summary>
internal static partial class EngineWords
{
    /// <summary>The texts of the rules that a refusal is about, each once: <c>rule.Url</c> for "Url: …".</summary>
    public static IEnumerable<string> RulesIn(string refusal) =>
        Named().Matches(refusal).Select(match => match.Groups["field"].Success ? "rule." + match.Groups["field"].Value : "rule.number").Distinct();

    [GeneratedRegex(@"(?:^|(?<=\. ))(?<field>Name|Url|EventTypes|Channels|TenantId|Contract|Secret|Headers|HeaderValues|Deadline|MaxInFlight|Rate): |^'\w+' is a (?:whole )?number")]
    private static partial Regex Named();
}
