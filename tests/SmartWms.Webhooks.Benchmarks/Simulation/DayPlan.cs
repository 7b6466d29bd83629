using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What happens in the simulated day.</summary>
internal sealed record DayPlan
{
    public const string Usage = "[--seed N=1] [--endpoints N=1000] [--dead-share N=0.05] [--events-per-second N=3]";

    public int Seed { get; init; } = 1;

    public int Endpoints { get; init; } = 1_000;

    /// <summary>Share of endpoints that are dead, half of them refusing connections and half hanging.</summary>
    public double DeadShare { get; init; } = 0.05;

    /// <summary>On average; a day has its swing. An event goes to three endpoints.</summary>
    public double EventsPerSecond { get; init; } = 3;

    public TimeSpan DeadFrom { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan DeadFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After the endpoints live again a person enables what was disabled and recovers what has failed.</summary>
    public TimeSpan PersonAfter { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan Rest { get; init; } = TimeSpan.FromHours(5);

    public TimeSpan Sample { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Of healthy endpoints: a request that is answered with 503 although nothing is wrong.</summary>
    public double FailureShare { get; init; } = 0.001;

    /// <summary>Median and spread of a healthy answer's time.</summary>
    public (double MedianMilliseconds, double Sigma) Answer { get; init; } = (60, 0.6);

    public TimeSpan DeadUntil => DeadFrom + DeadFor;

    public TimeSpan PersonAt => DeadUntil + PersonAfter;

    public TimeSpan End => PersonAt + Rest;

    /// <summary>Ten hours with few endpoints: for the self-check.</summary>
    public static DayPlan Small { get; } = new()
    {
        Endpoints = 40,
        DeadShare = 0.1,
        EventsPerSecond = 1,
        DeadFrom = TimeSpan.FromMinutes(10),
        DeadFor = TimeSpan.FromHours(9),
        Rest = TimeSpan.FromMinutes(30),
    };

    public bool IsDead(int endpoint) => Math.Floor((endpoint + 1) * DeadShare) > Math.Floor(endpoint * DeadShare);

    /// <summary>Events in a second at this time: most at noon, least at midnight.</summary>
    public double Rate(TimeSpan at) => EventsPerSecond * (1 - (0.6 * Math.Cos(at / TimeSpan.FromDays(1) * 2 * Math.PI)));

    /// <exception cref="FormatException">An argument is not understood.</exception>
    public static DayPlan Parse(ReadOnlySpan<string> words) => words switch
    {
        [] => new(),
        ["--seed", var value, .. var rest] => Parse(rest) with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
        ["--endpoints", var value, .. var rest] => Parse(rest) with { Endpoints = int.Parse(value, CultureInfo.InvariantCulture) },
        ["--dead-share", var value, .. var rest] => Parse(rest) with { DeadShare = double.Parse(value, CultureInfo.InvariantCulture) },
        ["--events-per-second", var value, .. var rest] => Parse(rest) with { EventsPerSecond = double.Parse(value, CultureInfo.InvariantCulture) },
        [var other, ..] => throw new FormatException($"'{other}' is not understood."),
    };
}
