using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Hosting;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The limits of the engine's options as its own validator says them, when it is given a value far outside.</summary>
internal static partial class OptionLimits
{
    /// <summary>Limits by key, as <c>Pump:Lease</c>.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var complaints = Complaints(Far(upwards: true)).Concat(Complaints(Far(upwards: false)));
        return complaints
            .Select(complaint => Between().Match(complaint))
            .Where(match => match.Success)
            .DistinctBy(match => match.Groups["key"].Value)
            .ToDictionary(match => match.Groups["key"].Value, match => $"{Shown(match.Groups["least"].Value)} to {Shown(match.Groups["most"].Value)}", StringComparer.Ordinal);
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
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Shown(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Shown((object)number)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? Shown((object)span)
        : text;

    private static string Words(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {unit}{(count == 1 ? "" : "s")}");

    private static IEnumerable<string> Complaints(Action<WmsWebhooksOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddWmsWebhooks(configure);
        using var provider = services.BuildServiceProvider();
        try
        {
            _ = provider.GetRequiredService<IOptions<WmsWebhooksOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures;
        }
    }

    private static Action<WmsWebhooksOptions> Far(bool upwards) => options => SetFar(options, upwards);

    private static void SetFar(object options, bool upwards)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && property.PropertyType == typeof(int))
            {
                property.SetValue(options, upwards ? int.MaxValue : int.MinValue);
            }
            else if (property.CanWrite && property.PropertyType == typeof(TimeSpan))
            {
                property.SetValue(options, upwards ? TimeSpan.MaxValue : TimeSpan.MinValue);
            }
            else if (OptionRows.IsGroup(property))
            {
                SetFar(property.GetValue(options)!, upwards);
            }
        }
    }

    [GeneratedRegex(@"^(?<key>[\w:]+): .* is not between (?<least>.+) and (?<most>.+)\.$")]
    private static partial Regex Between();
}
