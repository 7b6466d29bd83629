using System.Globalization;

namespace SmartWms.Webhooks.Sending;

/// <summary>Reads a <c>Retry-After</c> value: seconds or an HTTP date (RFC 9110, 10.2.3). Nonsense is ignored.</summary>
internal static class RetryAfter
{
    private const int MaxLength = 64;

    // The one that servers write today and the two older ones that a recipient has to take (RFC 9110, 5.6.7).
    private static readonly string[] DateFormats = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM dd HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    // "Nov 16" and "Nov  6" are as long as each other; the last format alone would take "Nov  16" as well.
    private const int AsctimeLength = 24;

    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            return null;
        }

        if (value.All(char.IsAsciiDigit))
        {
            // More digits than a long holds still mean "very long"; the scheduler cuts to 24 hours.
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 365L * 24 * 60 * 60
                ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.FromDays(365);
        }

        return IsOneWay(value) && DateTimeOffset.TryParseExact(value, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now
            ? date - now
            : null;
    }

    // The framework takes other blanks than a space for one, and GMT in any case.
    private static bool IsOneWay(string value) =>
        !value.AsSpan().ContainsAnyExceptInRange(' ', 'z') && (value.EndsWith(" GMT", StringComparison.Ordinal) || value.Length == AsctimeLength);
}
