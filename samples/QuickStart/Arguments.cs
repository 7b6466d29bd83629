using System.Text;
using System.Text.Json;
using SmartWms.Webhooks.Protocol;

namespace QuickStart;

/// <summary>What the command line asks for. Without a URL: the tour.</summary>
internal sealed record Arguments
{
    public const string Help = """
        SmartWms.Webhooks quick start

        dotnet run --project samples/QuickStart [-- OPTIONS]

        Without options it shows the engine and a receiver on this machine and
        ends by itself. With --url it delivers one event to a receiver of yours.

          --url URL         where to; http:// and this machine are allowed here
          --secret SECRET   signs the request; one is generated without it
          --contract NAME   smartwms (default), wms or standardwebhooks
          --event TYPE      order.shipped by default; an unknown one is registered
          --data JSON       the event's data; the catalogue's example without it
          --db FILE         the SQLite file; a temporary one without it
          --help            this text

        It ends with 0 when everything it shows has happened (with --url: the
        receiver answered 2xx), with 1 when not, with 2 for a wrong option.

        """;

    private static readonly string[] Contracts = ["smartwms", "wms", "standardwebhooks"];
    private static readonly string[] Names = ["--url", "--secret", "--contract", "--event", "--data", "--db"];

    public Uri? Url { get; private init; }

    public string? Secret { get; private init; }

    public string Contract { get; private init; } = "smartwms";

    public string Event { get; private init; } = WmsEvents.OrderShipped;

    public byte[]? Data { get; private init; }

    public string? Database { get; private init; }

    /// <summary>Whether the library knows the event type; otherwise the sample registers it.</summary>
    public bool IsStandardEvent => typeof(WmsEvents).GetFields().Any(constant => constant.GetRawConstantValue() is string name && name == Event);

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var given = Read(args);
        if (!given.ContainsKey("--url") && given.Keys.FirstOrDefault(name => name != "--db") is { } lonely)
        {
            throw new ArgumentsException($"{lonely} goes with --url URL, the receiver to deliver to.");
        }

        return new Arguments
        {
            Url = given.TryGetValue("--url", out var url) ? ReadUrl(url) : null,
            Secret = given.GetValueOrDefault("--secret"),
            Contract = ReadContract(given.GetValueOrDefault("--contract", "smartwms")),
            Event = ReadEvent(given.GetValueOrDefault("--event", WmsEvents.OrderShipped)),
            Data = given.TryGetValue("--data", out var data) ? ReadData(data) : null,
            Database = given.TryGetValue("--db", out var file) ? ReadFile(file) : null,
        };
    }

    private static Dictionary<string, string> Read(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!Names.Contains(name))
            {
                throw new ArgumentsException($"'{name}' is not an option. There are {string.Join(", ", Names)} and --help.");
            }

            var value = name.Length < args[i].Length ? args[i][(name.Length + 1)..] : ++i < args.Count ? args[i] : "";
            if (value.Length == 0 || Names.Contains(value))
            {
                throw new ArgumentsException($"{name} needs a value, as in '{name} {ExampleOf(name)}'.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new ArgumentsException($"{name} is given twice; give it once.");
            }
        }

        return given;
    }

    private static string ExampleOf(string name) => name switch
    {
        "--url" => "http://127.0.0.1:4000/hook",
        "--secret" => "a-secret-of-16-characters-or-more",
        "--contract" => "wms",
        "--event" => "order.shipped",
        "--data" => """{"orderId":"ord_789"}""",
        _ => "quickstart.db",
    };

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new ArgumentsException($"--url: '{text}' is not an http:// or https:// URL, such as {ExampleOf("--url")}.");

    private static string ReadContract(string text) =>
        Contracts.Contains(text) ? text : throw new ArgumentsException($"--contract: '{text}' is none of {string.Join(", ", Contracts)}.");

    private static string ReadEvent(string text) => EventTypeName.IsValid(text)
        ? text
        : throw new ArgumentsException($"--event: '{text}' is not an event type: parts of a-z 0-9 _ split by dots, as in order.shipped.");

    private static byte[] ReadData(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return Encoding.UTF8.GetBytes(text);
        }
        catch (JsonException wrong)
        {
            throw new ArgumentsException($"--data is not JSON at character {wrong.BytePositionInLine + 1}; in a shell put it in single quotes: '{ExampleOf("--data")}'.");
        }
    }

    private static string ReadFile(string text) => Path.GetDirectoryName(Path.GetFullPath(text)) is { } folder && Directory.Exists(folder) && !Directory.Exists(text)
        ? Path.GetFullPath(text)
        : throw new ArgumentsException($"--db: '{text}' is not a file in a folder that exists.");
}
