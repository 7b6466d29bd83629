using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The benchmarks' measured figures. G1 and G2 calibrate; G3 and G8 are only what the predictions are compared with.</summary>
/// <remarks>Defaults: 2026-11-22, 2 cores, not a quiet machine: `throughput --pairs 3 --seconds 2` for each store; G8 of two rounds on a busy one. A whole run's table replaces them on the command line.</remarks>
internal sealed record Measurements
{
    public const string Usage = "[--raw N] [--publish-us N] [--sync-us N] [--g1 R] [--g2 FULL,NORMAL] [--g3 FULL,NORMAL] [--g8 MEMORY,FULL]";

    /// <summary>R, requests per second.</summary>
    public double Raw { get; init; } = 29_181;

    /// <summary>p50 of a publish in G1.</summary>
    public double PublishMicroseconds { get; init; } = 7;

    /// <summary>One fsync, measured apart from any goal.</summary>
    public double SyncMicroseconds { get; init; } = 100;

    public double G1 { get; init; } = 0.85;

    /// <summary>FULL, NORMAL.</summary>
    public IReadOnlyList<double> G2 { get; init; } = [0.59, 0.61];

    /// <summary>FULL, NORMAL.</summary>
    public IReadOnlyList<double> G3 { get; init; } = [0.58, 0.61];

    /// <summary>Memory, SQLite FULL: the worst case of each.</summary>
    public IReadOnlyList<double> G8 { get; init; } = [0.91, 0.77];

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static Measurements Parse(ReadOnlySpan<string> words) => words switch
    {
        [] => new(),
        ["--raw", var value, .. var rest] => Parse(rest) with { Raw = One(value) },
        ["--publish-us", var value, .. var rest] => Parse(rest) with { PublishMicroseconds = One(value) },
        ["--sync-us", var value, .. var rest] => Parse(rest) with { SyncMicroseconds = One(value) },
        ["--g1", var value, .. var rest] => Parse(rest) with { G1 = One(value) },
        ["--g2", var value, .. var rest] => Parse(rest) with { G2 = Two(value) },
        ["--g3", var value, .. var rest] => Parse(rest) with { G3 = Two(value) },
        ["--g8", var value, .. var rest] => Parse(rest) with { G8 = Two(value) },
        [var other, ..] => throw new FormatException($"'{other}' is not understood."),
    };

    private static double One(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double[] Two(string text) =>
        text.Split(',') is [var first, var second] ? [One(first), One(second)] : throw new FormatException($"'{text}' is not two numbers with a comma between.");
}
