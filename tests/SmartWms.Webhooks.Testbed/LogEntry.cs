using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.Testbed;

/// <summary>One line of a log, with what a log store would keep of it.</summary>
/// <param name="Level">As logged.</param>
/// <param name="EventId">As logged.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Message">The rendered sentence.</param>
/// <param name="State">The named values and <c>{OriginalFormat}</c>.</param>
/// <param name="Exception">The exception logged with it, if any.</param>
public sealed record LogEntry(
    LogLevel Level, EventId EventId, string Category, string Message, IReadOnlyList<KeyValuePair<string, object?>> State, Exception? Exception)
{
    /// <summary>Everything a log could show of it, in one text: what a search for a leaked secret looks through.</summary>
    public string AllText => $"{Category} {EventId} {Message} {string.Join(' ', State.Select(pair => $"{pair.Key}={pair.Value}"))} {Exception}";

    public override string ToString() => $"{Level} {EventId.Id} {Category}: {Message}";
}
