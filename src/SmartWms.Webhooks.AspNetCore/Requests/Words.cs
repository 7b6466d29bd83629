using System.Text.Json;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>Enumeration values as this API writes and reads them: <c>NotFound</c> is <c>not_found</c>.</summary>
internal static class Words
{
    public static string Of<TValue>(TValue value)
        where TValue : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static TValue Parse<TValue>(string name, string word)
        where TValue : struct, Enum
    {
        foreach (var value in Enum.GetValues<TValue>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw ApiRequest.Invalid($"'{name}' is one of: {string.Join(", ", Enum.GetValues<TValue>().Select(Of))}.");
    }
}
