using System.Globalization;

namespace SmartWms.Webhooks.Protocol;

/// <summary>The one way a time is written in <c>webhook-timestamp</c>: 1 to 12 digits, the first not a zero.</summary>
internal static class UnixSeconds
{
    public const long Min = 1;
    public const long Max = 999_999_999_999;
    private const int MaxDigits = 12;

    public static string Write(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    // By hand: the framework's parser takes a trailing NUL even when told to take digits only.
    public static bool TryRead(string text, out long seconds)
    {
        seconds = 0;
        if (text.Length is 0 or > MaxDigits || text[0] == '0')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }

            seconds = (seconds * 10) + (c - '0');
        }

        return true;
    }
}
