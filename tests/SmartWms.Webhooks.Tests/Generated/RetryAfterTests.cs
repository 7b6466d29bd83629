using System.Globalization;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Retry-After against a reader written from RFC 9110, 5.6.7 and 10.2.3.</summary>
public sealed class RetryAfterTests
{
    private const string Digits = "0123456789 ,:-GMTsun+.\0\u0661";

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    [Fact]
    public void Every_generated_value_is_read_as_the_oracle_reads_it() => Cases.Run(
        Make,
        text => RetryAfter.Parse(text, Now)?.Ticks.ToString(CultureInfo.InvariantCulture),
        text => Oracle(text)?.ToString(CultureInfo.InvariantCulture),
        Cases.Shown);

    private static (string, bool) Make(Random random)
    {
        var valid = random.Next(5) switch
        {
            0 => random.Text("0123456789", 1, 12),
            1 => random.Text("0123456789", 1, 64),
            2 => Date(random).ToString("r", CultureInfo.InvariantCulture),
            3 => Date(random).ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture),
            _ => Asctime(Date(random)),
        };
        return random.OneIn(4) ? (valid, false) : (random.Mutate(valid, random.OneIn(2) ? Digits : Edits.Nasty), true);
    }

    private static DateTimeOffset Date(Random random) => Now.AddSeconds(random.Next(-1_000_000, 500_000_000));

    private static string Asctime(DateTimeOffset date) =>
        $"{Days[(int)date.DayOfWeek][..3]} {Months[date.Month - 1]} {date.Day,2} {date.Hour:00}:{date.Minute:00}:{date.Second:00} {date.Year:0000}";

    /// <summary>Ticks to wait. Names are read in any case, GMT as it is written; a day's name that is not the date's is nonsense; a year of two digits is read as .NET does, below 50 in this century.</summary>
    private static long? Oracle(string text)
    {
        if (text.Length is 0 or > 64)
        {
            return null;
        }

        if (text.All(character => character is >= '0' and <= '9'))
        {
            var digits = text.TrimStart('0');
            const long Year = 31_536_000;
            return Math.Min(digits.Length > 9 ? Year : digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture), Year) * TimeSpan.TicksPerSecond;
        }

        return (Fixdate(text) ?? Rfc850(text) ?? OldC(text)) is { } date && date > Now ? (date - Now).Ticks : null;
    }

    private static DateTimeOffset? Fixdate(string t) =>     // Sun, 06 Nov 1994 08:49:37 GMT
        t.Length == 29 && t[3] == ',' && t[4] == ' ' && t[7] == ' ' && t[11] == ' ' && t[16] == ' ' && t[25..] == " GMT"
            ? Of(t[..3], isShort: true, Number(t, 5, 2), Month(t[8..11]), Number(t, 12, 4), t[17..25])
            : null;

    private static DateTimeOffset? Rfc850(string t)         // Sunday, 06-Nov-94 08:49:37 GMT
    {
        var comma = t.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || t.Length != comma + 24 || t[comma + 1] != ' ' || t[comma + 4] != '-' || t[comma + 8] != '-' || t[comma + 11] != ' ' || t[(comma + 20)..] != " GMT")
        {
            return null;
        }

        var year = Number(t, comma + 9, 2);
        return Of(t[..comma], isShort: false, Number(t, comma + 2, 2), Month(t[(comma + 5)..(comma + 8)]), year < 0 ? -1 : year < 50 ? 2000 + year : 1900 + year, t[(comma + 12)..(comma + 20)]);
    }

    private static DateTimeOffset? OldC(string t) =>        // Sun Nov  6 08:49:37 1994
        t.Length == 24 && t[3] == ' ' && t[7] == ' ' && t[10] == ' ' && t[19] == ' '
            ? Of(t[..3], isShort: true, t[8] == ' ' ? Number(t, 9, 1) : Number(t, 8, 2), Month(t[4..7]), Number(t, 20, 4), t[11..19])
            : null;

    private static DateTimeOffset? Of(string dayName, bool isShort, int day, int month, int year, string time)
    {
        var (hour, minute, second) = (Number(time, 0, 2), Number(time, 3, 2), Number(time, 6, 2));
        if (month < 1 || year < 1 || day < 1 || day > DateTime.DaysInMonth(year, month) || time[2] != ':' || time[5] != ':' || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return null;
        }

        var date = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        var name = Days[(int)date.DayOfWeek];
        return Same(dayName, isShort ? name[..3] : name) ? date : null;
    }

    private static int Month(string name) => Array.FindIndex(Months, month => Same(month, name)) + 1;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static int Number(string text, int start, int length)
    {
        var number = 0;
        foreach (var character in text.AsSpan(start, length))
        {
            if (character is < '0' or > '9')
            {
                return -1;
            }

            number = (number * 10) + character - '0';
        }

        return number;
    }
}
