using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.House.Tests.Sources;

/// <summary>Rules about single files. Files in, sentences out.</summary>
internal static partial class SourceRules
{
    public const int MostLines = 300;

    /// <summary>Test files that may wait in real time, and why.</summary>
    private static readonly Dictionary<string, string> MayWait = new(StringComparer.Ordinal)
    {
        ["SmartWms.Webhooks.Testbed/Patience.cs"] = "the one guard of real time behind every wait for a signal",
        ["SmartWms.Webhooks.Crash.Host/KillPoint.cs"] = "a false acknowledgement needs a moment to get out before the kill",
        ["SmartWms.Webhooks.Crash.Host/Work.cs"] = "a child looks at its file until nothing is pending; no clock of a test reaches into another process",
        ["SmartWms.Webhooks.Tests/Lanes/CircuitFlowTests.cs"] = "a loop that spins can only be seen in the real time it wastes",
        ["SmartWms.Webhooks.Benchmarks/Receiving/Receiver.cs"] = "a slow receiver takes real seconds",
        ["SmartWms.Webhooks.Benchmarks/Comparators/ByHandRun.cs"] = "the timer of what is compared",
        ["SmartWms.Webhooks.Benchmarks/Scale/IdleGoal.cs"] = "an idle node is watched for real seconds",
        ["SmartWms.Webhooks.Benchmarks/Scale/MemoryGoal.cs"] = "memory settles in real seconds",
        ["SmartWms.Webhooks.Benchmarks/Scale/PublishGoal.cs"] = "callers publish at fixed times",
        ["SmartWms.Webhooks.Crash.Host/Nodes/Node.cs"] = "a host tries again a moment after its database was gone",
        ["SmartWms.Webhooks.Crash.Host/Nodes/LingeringStore.cs"] = "a process stands still between lease and request, so that it can be frozen there",
        ["SmartWms.Webhooks.Crash.Tests/Nodes/SeveralNodesTests.cs"] = "attacks at random times, and longer than a real lease, are real time",
        ["SmartWms.Webhooks.FaultGate/RealTime.cs"] = "the gate's only wait: faults last for real time, in other processes",
    };

    public static IReadOnlyList<string> TooLong(IEnumerable<SourceFile> files) =>
    [
        .. from file in files
           let lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1
           where lines > MostLines
           select $"{file.Name}: {lines} lines, the limit is {MostLines}",
    ];

    /// <summary>Files with two public types. Nested types, also the cases of a closed record, and types of the same name count as one.</summary>
    public static IReadOnlyList<string> SeveralPublicTypes(IEnumerable<SourceFile> files) =>
    [
        .. from file in files
           let types = PublicType().Matches(file.Code).Select(match => match.Groups["name"].Value).Distinct().ToList()
           where types.Count > 1
           select $"{file.Name}: {string.Join(", ", types)}",
    ];

    /// <summary>Tests that sleep. A delay is fine when a test moves its clock or when it never ends by itself.</summary>
    public static IReadOnlyList<string> Sleeps(IEnumerable<SourceFile> files) =>
    [
        .. from file in files
           where !MayWait.ContainsKey(file.Name)
           from Match wait in Wait().Matches(file.Code)
           where !MovedByTheTest().IsMatch(wait.Value)
           select $"{file.Name}: {wait.Value}",
    ];

    /// <summary>Top-level types only: with file-scoped namespaces they begin their line.</summary>
    [GeneratedRegex(@"^public\s+(?:(?:static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>\[\],?.\s]+?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    /// <summary>The call with all of its arguments, brackets inside brackets included.</summary>
    [GeneratedRegex(@"\b(?:Thread\.Sleep|Task\.Delay)\s*\((?:[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)")]
    private static partial Regex Wait();

    [GeneratedRegex(@"^Task.*\b(?:\w*[cC]lock|Timeout\.Infinite\w*)\b", RegexOptions.Singleline)]
    private static partial Regex MovedByTheTest();
}
