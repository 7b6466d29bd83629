using System.Globalization;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Times as this API reads them: ISO 8601; without an offset they are UTC. Of years that can be reckoned with: nothing is added to the last one.</summary>
internal static class Times
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset Parse(string name, string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is >= 1900 and < 9000
            ? time
            : throw ApiRequest.Invalid($"'{name}' is a time such as 2026-05-28T09:30:00Z, of the years 1900 to 8999.");
}
