using System.Text.Json;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>A row of <c>Cases/signature-cases.json</c>: a request, a receiver's settings, and the verdict.</summary>
public sealed record SignatureCase(
    string Id, string Scheme, string[] Secrets, string[][] Headers, string BodyBase64, long Now, int ToleranceSeconds, string Expected, string Reason)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<SignatureCase> All { get; } = Read();

    public SignatureScheme SignatureScheme => Scheme switch
    {
        "A" => SignatureScheme.SmartWms,
        "B" => SignatureScheme.Wms,
        "C" => SignatureScheme.StandardWebhooks,
        _ => throw new InvalidOperationException($"{Id}: unknown scheme {Scheme}."),
    };

    public byte[] Body => Convert.FromBase64String(BodyBase64);

    public WebhookVerification Verify(WebhookVerifier verifier) =>
        verifier.Verify(Body, Values, DateTimeOffset.FromUnixTimeSeconds(Now));

    public IEnumerable<string?> Values(string name) =>
        Headers.Where(header => string.Equals(header[0], name, StringComparison.OrdinalIgnoreCase)).Select(header => header[1]);

    private static SignatureCase[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "signature-cases.json")));
        return file.RootElement.GetProperty("cases").Deserialize<SignatureCase[]>(CamelCase)!;
    }
}
