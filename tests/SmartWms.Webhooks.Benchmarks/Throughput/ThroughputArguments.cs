using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>The command line.</summary>
internal sealed record ThroughputArguments
{
    public const string Usage = "[--pairs N] [--seconds S] [--only memory|sqlite-full|sqlite-normal] [--profile quick]";

    private const int FullBacklog = 50_000;
    private const int QuickBacklog = 5_000;

    /// <summary>Engine runs of each row, each between two bare loops.</summary>
    public int Pairs { get; init; } = 5;

    /// <summary>Of the bare loop and of publishing.</summary>
    public double Seconds { get; init; } = 2.5;

    /// <summary><see langword="null"/>: all.</summary>
    public StoreKind? Only { get; init; }

    /// <summary>Shows in seconds that everything runs; says nothing about floors.</summary>
    public bool IsQuick { get; init; }

    public RunSize Size => new(TimeSpan.FromSeconds(Seconds), IsQuick ? QuickBacklog : FullBacklog);

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static ThroughputArguments Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--profile", "quick", .. var rest] => Parse(rest) with { IsQuick = true, Pairs = 1, Seconds = 0.5 },
        ["--pairs", var pairs, .. var rest] => Parse(rest) with { Pairs = int.Parse(pairs, CultureInfo.InvariantCulture) },
        ["--seconds", var seconds, .. var rest] => Parse(rest) with { Seconds = double.Parse(seconds, CultureInfo.InvariantCulture) },
        ["--only", var store, .. var rest] => Parse(rest) with { Only = Enum.Parse<StoreKind>(store.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) },
        [var other, ..] => throw new FormatException($"'{other}' is not understood."),
    };
}
