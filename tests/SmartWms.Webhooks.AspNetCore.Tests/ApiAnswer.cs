using System.Net;
using System.Text.Json;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string Text, string? ETag, string? Location, string? ContentType, string? Disposition)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    public JsonElement Items => Json.GetProperty("items");

    public string? String(string name) => Json.GetProperty(name).GetString();

    /// <summary>The problem's code, checked to be one.</summary>
    public string? Code
    {
        get
        {
            Assert.Equal("application/problem+json", ContentType);
            Assert.Equal((int)Status, Json.GetProperty("status").GetInt32());
            return String("code");
        }
    }
}
