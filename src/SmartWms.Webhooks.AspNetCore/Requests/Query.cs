using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>The query parameters of a list.</summary>
internal readonly struct Query(IQueryCollection values)
{
    public string? Text(string name) => values[name].ToString() is { Length: > 0 } text ? text : null;

    public int PageSize(int standard) => Text("limit") switch
    {
        null => standard,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 200 => limit,
        _ => throw ApiRequest.Invalid("'limit' is 1 to 200."),
    };

    public DateTimeOffset? Time(string name) => Text(name) switch
    {
        null => null,
        { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw ApiRequest.Invalid($"'{name}' is a time such as 2026-05-28T09:30:00Z."),
    };

    public TId? Id<TId>(string name, TryParse<TId> parse)
        where TId : struct => Text(name) switch
        {
            null => null,
            { } text when parse(text, out var id) => id,
            _ => throw ApiRequest.Invalid($"'{name}' is not an id as this API gives them."),
        };

    /// <summary>One of an enumeration's values, as this API writes them.</summary>
    public TValue? Word<TValue>(string name)
        where TValue : struct, Enum => Text(name) is { } text ? Words.Parse<TValue>(name, text) : null;

    /// <summary>Several of them, split by commas.</summary>
    public IReadOnlyCollection<TValue> EachWord<TValue>(string name)
        where TValue : struct, Enum =>
        Text(name) is { } text ? [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => Words.Parse<TValue>(name, word))] : [];

    internal delegate bool TryParse<TId>(string? text, out TId id);
}
