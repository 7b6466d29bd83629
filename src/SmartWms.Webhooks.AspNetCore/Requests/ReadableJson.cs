using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>The API's types with letters of every language written as themselves. What markup is made of stays escaped, should a browser ever be made to take an answer for a page.</summary>
internal static class ReadableJson
{
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    public static ApiJson Types { get; } = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = Encoder });
}
