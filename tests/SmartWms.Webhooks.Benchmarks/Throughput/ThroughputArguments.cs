using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>The command line.</summary>
internal sealed record ThroughputArguments
{
    public const string Usage = "[--pairs N] [--seconds S] [--fan-out N] [--in-flight N] [--only memory|sqlite-full|sqlite-normal|postgresql] [--profile quick|guard]";

    private const int FullBacklog = 50_000;
    private const int QuickBacklog = 5_000;
    private const int GuardBacklog = 10_000;

    /// <summary>Engine runs of each row, each between two bare loops.</summary>
    public int Pairs { get; init; } = 5;

    /// <summary>Of the bare loop and of publishing.</summary>
    public double Seconds { get; init; } = 2.5;

    /// <summary>Deliveries of one event.</summary>
    public int FanOut { get; init; } = 3;

    /// <summary>Requests in flight at most, of the bare loop and of the engine alike.</summary>
    public int InFlight { get; init; } = 512;

    /// <summary><see langword="null"/>: all.</summary>
    public StoreKind? Only { get; init; }

    /// <summary>Shows in seconds that everything runs; says nothing about floors.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Short, and held against half of each floor: what makes the engine several times slower fails, what makes a machine noisy does not.</summary>
    public bool IsGuard { get; init; }

    public RunSize Size => new(TimeSpan.FromSeconds(Seconds), IsQuick ? QuickBacklog : IsGuard ? GuardBacklog : FullBacklog, FanOut, InFlight);

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static ThroughputArguments Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--profile", "quick", .. var rest] => Parse(rest) with { IsQuick = true, Pairs = 1, Seconds = 0.5 },
        ["--profile", "guard", .. var rest] => Parse(rest) with { IsGuard = true, Pairs = 3, Seconds = 0.7 },
        ["--pairs", var pairs, .. var rest] => Parse(rest) with { Pairs = int.Parse(pairs, CultureInfo.InvariantCulture) },
        ["--seconds", var seconds, .. var rest] => Parse(rest) with { Seconds = double.Parse(seconds, CultureInfo.InvariantCulture) },
        ["--fan-out", var count, .. var rest] => Parse(rest) with { FanOut = int.Parse(count, CultureInfo.InvariantCulture) },
        ["--in-flight", var count, .. var rest] => Parse(rest) with { InFlight = int.Parse(count, CultureInfo.InvariantCulture) },
        ["--only", var store, .. var rest] => Parse(rest) with { Only = Enum.Parse<StoreKind>(store.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) },
        [var other, ..] => throw new FormatException($"'{other}' is not understood."),
    };
}
