using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>The query parameters of a request, each there once and known: a misspelt filter must not show everything.</summary>
internal readonly struct Query
{
    private readonly IQueryCollection _values;

    private Query(IQueryCollection values) => _values = values;

    public static Query Of(IQueryCollection values, string[] names)
    {
        foreach (var (name, each) in values)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                var shown = name.Length <= 64 ? name : name[..64] + "…";
                throw ApiRequest.Invalid(names.Length == 0 ? $"This route takes no query parameter, such as '{shown}'." : $"There is no query parameter '{shown}'. There is: {string.Join(", ", names)}.");
            }

            if (each is not [{ Length: > 0 }])
            {
                throw ApiRequest.Invalid($"The query parameter '{name}' has to stand there once, with a value. Several values of one are split by commas where it takes a list.");
            }
        }

        return new Query(values);
    }

    public string? Text(string name) => _values[name].ToString() is { Length: > 0 } text ? text : null;

    public int PageSize(int standard) => Number("limit", standard, 200);

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int Number(string name, int standard, int most) => Text(name) switch
    {
        null => standard,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most => number,
        _ => throw ApiRequest.Invalid($"'{name}' is 1 to {most}."),
    };

    public DateTimeOffset? Time(string name) => Text(name) is { } text ? Times.Parse(name, text) : null;

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
