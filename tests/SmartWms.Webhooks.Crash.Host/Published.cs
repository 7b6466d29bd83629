using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>What child and parent agree on, so that the parent knows every byte that may arrive without asking the engine.</summary>
internal static class Published
{
    public const int Endpoints = 8;

    public const int MaxInFlight = 8;

    public const string Type = "order.shipped";

    public static readonly DateTimeOffset OccurredAt = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Same id, same data.</summary>
    public static byte[] Data(string id) => Encoding.UTF8.GetBytes($$"""{"orderId":"{{id}}","carrier":"ไปรษณีย์ไทย 📦","weight":1.10}""");

    /// <summary>The whole request body, as the contract prints it.</summary>
    public static byte[] Body(string id) =>
        [.. Encoding.ASCII.GetBytes($$"""{"id":"{{id}}","type":"{{Type}}","timestamp":"2026-01-15T10:30:00Z","data":"""), .. Data(id), (byte)'}'];

    public static string Path(int endpoint) => string.Create(CultureInfo.InvariantCulture, $"/endpoint-{endpoint}");

    /// <summary>An event that goes to every endpoint.</summary>
    public static string Everywhere(int run, int number) => string.Create(CultureInfo.InvariantCulture, $"evt_{run}_{number}");

    /// <summary>An event that goes to one endpoint, which its number tells.</summary>
    public static string OnlyOnce(int run, int number) => string.Create(CultureInfo.InvariantCulture, $"one_{run}_{number}");

    /// <summary>Where an event goes.</summary>
    public static IEnumerable<string> PathsOf(string id) => id.StartsWith("one_", StringComparison.Ordinal)
        ? [Path(int.Parse(id.AsSpan(id.LastIndexOf('_') + 1), CultureInfo.InvariantCulture) % Endpoints)]
        : Enumerable.Range(0, Endpoints).Select(Path);

    public static string FirstSecret(int endpoint) => string.Create(CultureInfo.InvariantCulture, $"the-first-secret-of-{endpoint}");
}
