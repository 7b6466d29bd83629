using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>The engine's own words, in English: what exactly was wrong. The rules that they are about stand in the texts, in each language.</summary>
internal static partial class EngineWords
{
    /// <summary>Without the name of a C# parameter behind them.</summary>
    public static string Of(ArgumentException exception)
    {
        var suffix = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? exception.Message : exception.Message[..suffix];
    }

    /// <summary>The texts of the rules that a refusal is about, each once: <c>rule.Url</c> for "Url: …".</summary>
    public static IEnumerable<string> RulesIn(string refusal) =>
        Named().Matches(refusal).Select(match => match.Groups["field"].Success ? "rule." + match.Groups["field"].Value : "rule.number").Distinct();

    [GeneratedRegex(@"(?:^|(?<=\. ))(?<field>Name|Url|EventTypes|Channels|TenantId|Contract|Secret|Headers|Deadline|MaxInFlight|Rate): |^'\w+' is a (?:whole )?number")]
    private static partial Regex Named();
}
