using System.Globalization;
using System.Reflection;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The limits of numbers and spans, found by trying: on both sides of the default the farthest value that is not refused.</summary>
internal static class OptionLimits
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>Limits by key, as <c>Pump:Lease</c>. What takes any value has none.</summary>
    /// <param name="make">New options that are not refused.</param>
    /// <param name="isRefused">Whether the options are refused for what stands under a key.</param>
    public static IReadOnlyDictionary<string, string> Of<T>(Func<T> make, Func<T, string, bool> isRefused)
        where T : class
    {
        var limits = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, standard) in Numbers(make(), ""))
        {
            var (least, most) = standard switch
            {
                int => (int.MinValue, int.MaxValue),
                TimeSpan => (TimeSpan.MinValue.Ticks, TimeSpan.MaxValue.Ticks),
                _ => (double.MinValue, double.MaxValue),
            };
            if (Around(standard, least, most, IsTaken) is var (from, to))
            {
                limits.Add(key, $"{Shown(from)} to {Shown(to)}");
            }

            bool IsTaken(object value)
            {
                var options = make();
                Set(options, key, value);
                return !isRefused(options, key);
            }
        }

        return limits;
    }

    /// <summary>The farthest values on both sides of one that is taken; null when an end is taken as well.</summary>
    /// <param name="standard">What is taken.</param>
    /// <param name="least">The lower end, in ticks for a span.</param>
    /// <param name="most">The upper end.</param>
    /// <param name="isTaken">Whether a value of the same kind is not refused.</param>
    public static (object Least, object Most)? Around(object standard, double least, double most, Func<object, bool> isTaken)
    {
        Assert.True(isTaken(standard), $"{standard} is refused.");
        return Is(least) || Is(most) ? null : (Like(standard, Farthest(Number(standard), least, Is)), Like(standard, Farthest(Number(standard), most, Is)));

        bool Is(double number) => isTaken(Like(standard, number));
    }

    /// <summary>A number or span as people write it.</summary>
    public static string Shown(object value) => value switch
    {
        TimeSpan { Ticks: 0 } => "0",
        TimeSpan span when span.Ticks % TimeSpan.TicksPerDay == 0 => Words(span.TotalDays, "day"),
        TimeSpan span when span.Ticks % TimeSpan.TicksPerHour == 0 => Words(span.TotalHours, "hour"),
        TimeSpan span when span.Ticks % TimeSpan.TicksPerMinute == 0 => Words(span.TotalMinutes, "minute"),
        TimeSpan span when span.Ticks % TimeSpan.TicksPerSecond == 0 => Words(span.TotalSeconds, "second"),
        TimeSpan span => Words(span.TotalMilliseconds, "millisecond"),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        double.Epsilon => "above 0",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Words(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:#,##0.#} {unit}{(count == 1 ? "" : "s")}");

    /// <summary>Halves the way from what is taken to what is refused, until nothing lies between.</summary>
    private static double Farthest(double taken, double refused, Func<double, bool> isTaken)
    {
        for (double middle; (middle = taken + ((refused - taken) / 2)) != taken && middle != refused;)
        {
            (taken, refused) = isTaken(middle) ? (middle, refused) : (taken, middle);
        }

        return taken;
    }

    private static double Number(object value) => value is TimeSpan span ? span.Ticks : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static object Like(object kind, double number) => kind switch
    {
        int => (int)number,
        TimeSpan => TimeSpan.FromTicks((long)number),
        _ => number,
    };

    private static IEnumerable<(string Key, object Standard)> Numbers(object options, string prefix) =>
        from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        let value = property.GetValue(options)
        from number in OptionRows.IsGroup(property) ? Numbers(value, $"{prefix}{property.Name}:") : property.CanWrite && value is int or double or TimeSpan ? [(prefix + property.Name, value)] : []
        select number;

    private static void Set(object options, string key, object value)
    {
        var names = key.Split(':');
        var owner = names[..^1].Aggregate(options, (group, name) => group.GetType().GetProperty(name)!.GetValue(group)!);
        owner.GetType().GetProperty(names[^1])!.SetValue(owner, value);
    }
}
