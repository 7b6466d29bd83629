using System.Globalization;
using Microsoft.Extensions.Configuration;
using SmartWms.Webhooks.Hosting;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Sections of configuration through the real binder and validator, against a table of settings written from RULES' numbers.</summary>
public sealed class ConfigurationTests
{
    private const string Edges = "abMIxX_: .0";

    private static readonly string[] BadTimes = ["soon", "10s", "1 day", "00:61:00", "00:00:60", "1.00.00", "1:2:3:4:5", "00:00:10x", "٣", "-", "1e2"];
    private static readonly string[] BadNumbers = ["many", "0x10", "#10", "1.5", "1,000", "--1", "٣", "1e2", "2147483648", "0x", "1 0"];

    /// <summary>Name, kind and limits; times in ticks.</summary>
    private static readonly Setting[] Table =
    [
        Whole("Publishing:MaxBodyBytes", 1024, 1 << 20), Whole("Publishing:MaxBatch", 1, 1000), Time("Subscriptions:Deadline", 1, 30), Whole("Subscriptions:MaxInFlight", 1, 256),
        Time("Subscriptions:RotationOverlap", 0, 7 * 86_400), Whole("Sending:MaxAnswerBytes", 0, 65_536), Flag("Sending:AllowInProcessRetries"), Flag("Sending:GuardIsMine"),
        Time("Alerts:Fold", 60, 7 * 86_400), Whole("Alerts:FailingAfter", 1, 100), Whole("Lanes:MaxInFlight", 1, 10_000), Whole("Lanes:Circuit:MinimumAttempts", 2, 1000),
        Time("Lanes:Circuit:Window", 1, 3600), Time("Lanes:Circuit:OpenFor", 1, 3600), Flag("Pump:Enabled"), Time("Pump:Lease", 90, 3600), Time("Pump:PollInterval", 0.1, 60),
        Time("Pump:ShutdownGrace", 0, 300), Flag("Retention:Enabled"), Time("Retention:Hold", 3600, 90 * 86_400), Time("Retention:SweepInterval", 1, 86_400), Whole("Retention:BatchSize", 10, 10_000),
        Time("Retention:Log", 86_400, 3653L * 86_400), Time("Retention:EventIds", 86_400, 3653L * 86_400),
    ];

    [Fact]
    public void Every_generated_section_is_judged_as_the_oracle_judges_it() => Cases.Run(
        Make,
        rows => Library(rows) ? "accepted" : null,
        rows => rows.All(row => row.IsGood) && KeepsIdsAsLongAsBodies(rows) ? "accepted" : null,
        rows => string.Join(", ", rows.Select(row => $"{row.Key}='{Cases.Shown(row.Value)}' ({(row.IsGood ? "good" : "bad")})")));

    /// <summary>The one rule over two settings; 30 and 90 days where they are not set.</summary>
    private static bool KeepsIdsAsLongAsBodies(Entry[] rows) => Of(rows, "Retention:EventIds", 90) >= Of(rows, "Retention:Log", 30);

    private static TimeSpan Of(Entry[] rows, string key, int days) => Array.Find(rows, row => row.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { Value.Length: > 0 } row
        ? TimeSpan.ParseExact(row.Value, "c", CultureInfo.InvariantCulture)
        : TimeSpan.FromDays(days);

    private static bool Library(Entry[] rows)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(rows.Select(row => KeyValuePair.Create("WmsWebhooks:" + row.Key, (string?)row.Value))).Build().GetSection("WmsWebhooks");
        var options = new WmsWebhooksOptions();
        try
        {
            OptionsBinding.Bind(section, options);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Contains("WmsWebhooks:", exception.Message, StringComparison.OrdinalIgnoreCase);
            return false;
        }

        var result = new WmsWebhooksOptionsValidator().Validate(null, options);
        Assert.All(result.Failures ?? [], failure => Assert.Contains(':', failure));
        return result.Succeeded;
    }

    private static (Entry[], bool) Make(Random random)
    {
        var settings = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Any(Table)).DistinctBy(setting => setting.Key).ToArray();
        Entry[] rows = [.. settings.Select(setting => new Entry(random.OneIn(4) ? setting.Key.ToUpperInvariant() : setting.Key, Inside(random, setting), true))];
        if (random.OneIn(4))
        {
            return (rows, false);
        }

        var at = random.Next(rows.Length);
        rows[at] = random.Next(4) switch
        {
            0 => Renamed(random, rows[at]),
            1 => Outside(random, settings[at]) is { } outside ? rows[at] with { Value = outside, IsGood = false } : rows[at],
            2 when settings[at].Kind != Kind.Flag => rows[at] with { Value = random.Any(settings[at].Kind == Kind.Time ? BadTimes : BadNumbers), IsGood = false },
            3 when random.OneIn(4) => rows[at] with { Value = "" },      // not set
            _ => rows[at] with { Value = Edge(random, settings[at]) },
        };
        return (rows, true);
    }

    /// <summary>A key that was edited: known again only when it is another setting's, or one that only differs in case.</summary>
    private static Entry Renamed(Random random, Entry row)
    {
        var key = random.Mutate(row.Key, Edges);
        var known = Array.Find(Table, setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        return row with { Key = key, IsGood = known is not null && row.Key.Equals(known.Key, StringComparison.OrdinalIgnoreCase) };
    }

    private static string Inside(Random random, Setting setting) => setting.Kind switch
    {
        Kind.Flag => random.Any(["true", "false", "True", " FALSE "]),
        Kind.Time => Written(random.NextInt64(setting.Least, setting.Most + 1)),
        _ => Digits(random, random.NextInt64(setting.Least, setting.Most + 1)),
    };

    private static string Edge(Random random, Setting setting) => setting.Kind switch
    {
        Kind.Flag => "true",
        Kind.Time => Written(random.OneIn(2) ? setting.Least : setting.Most),
        _ => Digits(random, random.OneIn(2) ? setting.Least : setting.Most),
    };

    private static string? Outside(Random random, Setting setting) => setting.Kind switch
    {
        Kind.Flag => random.Any(["yes", "1", "tru", "on"]),
        Kind.Time => Written(random.OneIn(2) ? setting.Least - random.NextInt64(1, 1L << 40) : setting.Most + random.NextInt64(1, 1L << 40)),
        _ => Digits(random, random.OneIn(2) ? setting.Least - random.Next(1, 1 << 20) : setting.Most + random.Next(1, 1 << 20)),
    };

    private static string Written(long ticks) => TimeSpan.FromTicks(ticks).ToString("c", CultureInfo.InvariantCulture);

    private static string Digits(Random random, long number) => number >= 0 && random.OneIn(5)
        ? random.Any([$" {number}", $"+{number}", $"00{number}"])
        : number.ToString(CultureInfo.InvariantCulture);

    private static Setting Whole(string key, long least, long most) => new(key, Kind.Whole, least, most);

    private static Setting Flag(string key) => new(key, Kind.Flag, 0, 1);

    private static Setting Time(string key, double least, double most) => new(key, Kind.Time, (long)(least * TimeSpan.TicksPerSecond), (long)(most * TimeSpan.TicksPerSecond));

    private enum Kind
    {
        Whole,
        Time,
        Flag,
    }

    private sealed record Setting(string Key, Kind Kind, long Least, long Most);

    private sealed record Entry(string Key, string Value, bool IsGood);
}
