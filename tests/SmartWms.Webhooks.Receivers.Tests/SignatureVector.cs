using System.Text.Json;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>A row of <c>signature-vectors.json</c>, which ships with the Protocol package.</summary>
internal sealed record SignatureVector(string Id, SignatureScheme Scheme, string[] Secrets, bool IsValid, string Reason, DateTimeOffset Now, TimeSpan Tolerance, RawRequest Request)
{
    public static IReadOnlyList<SignatureVector> All { get; } = Read();

    /// <summary>Those that a real request can carry and a real clock can judge: no spaces around a value, which HTTP does not transport, none beyond ASCII, no fixed time, and the secret that the receivers know.</summary>
    public static IEnumerable<SignatureVector> OverHttp(SignatureScheme scheme) =>
        from vector in All
        where vector.Scheme == scheme
        where vector.Request.Headers.All(header => header.Value == header.Value.Trim() && header.Value.All(char.IsAscii))
        where vector.Secrets[^1] == RunningReceivers.Vectors
        select vector;

    /// <summary>What the Protocol package says.</summary>
    public WebhookVerification Verify() =>
        WebhookVerifier.For(Scheme, Secrets.Select(secret => WebhookSecret.TryParse(secret, out var parsed) ? parsed : null).OfType<WebhookSecret>(), Tolerance)
            .Verify(Request.Body, name => Request.Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value), Now);

    private static SignatureVector[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "signature-vectors.json")));
        return [.. file.RootElement.GetProperty("vectors").EnumerateArray().Select(Read)];
    }

    private static SignatureVector Read(JsonElement row) => new(
        row.GetProperty("id").GetString()!,
        Enum.Parse<SignatureScheme>(row.GetProperty("scheme").GetString()!, ignoreCase: true),
        [.. row.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetString()!)],
        row.GetProperty("verdict").GetString() == "valid",
        row.GetProperty("reason").GetString()!,
        DateTimeOffset.FromUnixTimeSeconds(row.GetProperty("now").GetInt64()),
        TimeSpan.FromSeconds(row.GetProperty("toleranceSeconds").GetInt32()),
        new RawRequest(
            row.GetProperty("bodyBase64").GetBytesFromBase64(),
            [.. row.GetProperty("headers").EnumerateArray().Select(header => KeyValuePair.Create(header[0].GetString()!, header[1].GetString()!))]));
}
