using System.Globalization;

namespace SmartWms.Webhooks.Dashboard.Texts;

/// <summary>Times in the warehouse's zone and the reader's words. Years are Gregorian in Thai too: a log that says 2569 misleads.</summary>
internal sealed class Moments(TimeZoneInfo zone, Texts texts, DateTimeOffset now)
{
    private static readonly string[] ThaiMonths = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];

    public string Zone => zone.BaseUtcOffset == TimeSpan.Zero && zone.Id is "UTC" or "Etc/UTC" ? "UTC" : zone.Id;

    /// <summary>To the second.</summary>
    public string Text(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var month = texts.IsThai ? ThaiMonths[local.Month - 1] : CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[local.Month - 1];
        return string.Create(CultureInfo.InvariantCulture, $"{local.Day} {month} {local.Year} {local:HH:mm:ss}");
    }

    /// <summary>To the minute of the day, for an axis.</summary>
    public string Clock(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For programs and for the <c>datetime</c> attribute.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>For <c>datetime-local</c> fields, in the warehouse's zone.</summary>
    public string Field(DateTimeOffset? time) => time is { } given ? TimeZoneInfo.ConvertTime(given, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>Reads such a field, or a time with its offset; <see langword="null"/> when it is none.</summary>
    public DateTimeOffset? Parse(string? text)
    {
        string[] local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];
        if (DateTime.TryParseExact(text, local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var here) && here.Year is > 1970 and < 9999)
        {
            return new DateTimeOffset(here, zone.GetUtcOffset(here));
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is > 1970 and < 9999 ? time : null;
    }

    /// <summary>How long ago, or how soon: "5 min ago", "in 2 h".</summary>
    public string Relative(DateTimeOffset time)
    {
        var distance = time - now;
        return distance.Duration() < TimeSpan.FromSeconds(1) ? texts["time.now"] : texts[distance < TimeSpan.Zero ? "time.ago" : "time.in", Span(distance.Duration())];
    }

    /// <summary>A length in its largest fitting unit.</summary>
    public string Span(TimeSpan length) => length switch
    {
        { TotalSeconds: < 60 } => texts["time.seconds", (int)length.TotalSeconds],
        { TotalMinutes: < 60 } => texts["time.minutes", (int)length.TotalMinutes],
        { TotalHours: < 36 } => texts["time.hours", (int)Math.Round(length.TotalHours)],
        _ => texts["time.days", (int)Math.Round(length.TotalDays)],
    };
}
