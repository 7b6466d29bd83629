using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace SmartWms.Webhooks.Benchmarks.Micro;

/// <summary>What single steps take: BenchmarkDotNet inside this process, as many rounds as fit into a few minutes. Holds nothing against a floor.</summary>
internal static class MicroCommand
{
    public const string Usage = "[messages|matching|statements]";

    private static readonly Dictionary<string, Type> All = new()
    {
        ["messages"] = typeof(MessageBenchmarks),
        ["matching"] = typeof(MatchingBenchmarks),
        ["statements"] = typeof(StatementBenchmarks),
    };

    public static int Run(string[] words)
    {
        if (words.Any(word => !All.ContainsKey(word)))
        {
            Console.Error.WriteLine($"'{string.Join(' ', words)}' is not understood. usage: micro {Usage}");
            return 2;
        }

        var artifacts = Directory.CreateTempSubdirectory("micro").FullName;
        try
        {
            var summaries = (words.Length == 0 ? All.Values : words.Select(word => All[word])).Select(type => BenchmarkRunner.Run(type, Config(artifacts))).ToList();
            summaries.ForEach(summary => MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default));
            return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private static ManualConfig Config(string artifacts) => new ManualConfig()
        .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(150)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithSummaryStyle(SummaryStyle.Default)
        .WithArtifactsPath(artifacts);
}
