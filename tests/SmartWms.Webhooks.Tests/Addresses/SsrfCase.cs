using System.Net;
using System.Text.Json;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A row of Cases/ssrf-urls.json.</summary>
/// <param name="Lookups">What the fake resolver answers, connection by connection; null where nobody may ask.</param>
public sealed record SsrfCase(string Id, string Url, string Expected, string? Stored, IReadOnlyList<string[]>? Lookups, string? LookupFailure)
{
    /// <summary>Stands for SELF: a public address that the tested machine has.</summary>
    public static readonly IPAddress Own = IPAddress.Parse("93.184.220.29");

    private static readonly Dictionary<string, SsrfCase> All = Read();

    public static SsrfCase Get(string id) => All[id];

    public static TheoryData<string> Ids(string expected) => [.. All.Values.Where(row => row.Expected == expected).Select(row => row.Id)];

    public static int Count => All.Count;

    public static IReadOnlyCollection<SsrfCase> Every => All.Values;

    private static Dictionary<string, SsrfCase> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "ssrf-urls.json")));
        return file.RootElement.EnumerateArray().Select(Read).ToDictionary(row => row.Id);
    }

    private static SsrfCase Read(JsonElement row)
    {
        JsonElement? resolves = row.TryGetProperty("resolves", out var one) ? one : null;
        IReadOnlyList<string[]>? lookups = row.TryGetProperty("resolves_seq", out var sequence) ? [.. sequence.EnumerateArray().Select(Answers)]
            : resolves is { ValueKind: JsonValueKind.Array } single ? [Answers(single)]
            : null;
        return new SsrfCase(
            row.GetProperty("id").GetString()!,
            row.GetProperty("url").GetString()!,
            row.GetProperty("expected").GetString()!,
            row.TryGetProperty("stored", out var stored) ? stored.GetString() : null,
            lookups,
            resolves is { ValueKind: JsonValueKind.String } failure ? failure.GetString() : null);
    }

    private static string[] Answers(JsonElement addresses) =>
        [.. addresses.EnumerateArray().Select(address => address.GetString() is "SELF" ? Own.ToString() : address.GetString()!)];
}
