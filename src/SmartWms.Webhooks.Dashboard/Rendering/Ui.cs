using System.Globalization;
using SmartWms.Webhooks.Dashboard.Assets;
using SmartWms.Webhooks.Dashboard.Texts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>What every component needs to speak to this reader: words, times, links, and what the reader may.</summary>
internal sealed class Ui(WmsWebhooksDashboardOptions options, string mount, Texts.Texts texts, DateTimeOffset now)
{
    public Texts.Texts T => texts;

    public DateTimeOffset Now => now;

    public Moments Moments { get; } = new(options.TimeZone, texts, now);

    public bool CanManage { get; init; }

    public string? UserName { get; init; }

    public string? Theme { get; init; }

    /// <summary>Which part of the dashboard the page belongs to: its first segment.</summary>
    public required string Section { get; init; }

    /// <summary>Nodes belong to no tenant: who works for one sees none.</summary>
    public bool SeesNodes { get; set; } = true;

    public required string HereWithQuery { get; init; }

    /// <summary>Whether the page answers a form: it cannot be asked for again, in another language or theme.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>A code of what was just done, and of what could not be; only known ones are shown.</summary>
    public string Done { get; init; } = "";

    public string Failed { get; init; } = "";

    /// <summary>How many it was done to, where that is told.</summary>
    public int DoneCount { get; init; }

    /// <summary>Since when what failed may be recovered, as Enable found it.</summary>
    public string Since { get; init; } = "";

    /// <summary>The page of this dashboard whose form was sent; <see langword="null"/> when it is not known.</summary>
    public string? CameFrom { get; init; }

    public string MountPath => mount;

    public string Title => options.Title ?? texts["app.title"];

    public string? HomeUrl => options.HomeUrl;

    public string RefreshSeconds => options.RefreshEvery.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public string Style => Link(AssetFiles.Style.Address);

    public string Script => Link(AssetFiles.Script.Address);

    /// <summary>An address inside the dashboard.</summary>
    public string Link(string path) => path.Length == 0 ? (mount.Length == 0 ? "/" : mount) : $"{mount}/{path}";

    public string Link(SubscriptionId webhook, string suffix = "") => Link($"webhooks/{webhook}{suffix}");

    public string Link(DeliveryId delivery, string suffix = "") => Link($"deliveries/{delivery}{suffix}");

    /// <summary>The same page in another language.</summary>
    public string InLanguage(string language)
    {
        var address = HereWithQuery.Split('?', 2);
        var kept = address.Length == 1 ? [] : address[1].Split('&').Where(part => !part.StartsWith("lang=", StringComparison.Ordinal));
        return $"{address[0]}?{string.Join('&', kept.Where(part => part.Length > 0).Append($"lang={language}"))}";
    }

    /// <summary>An address that a form gave, if it leads into this dashboard and a header can hold it, as each of ours can.</summary>
    public string OwnOr(string address, string otherwise) =>
        (address == Link("") || address.StartsWith(mount + "/", StringComparison.Ordinal) || address.StartsWith(Link("") + "?", StringComparison.Ordinal))
        && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal) && address.All(letter => letter is > ' ' and <= '~')
            ? address
            : otherwise;

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A count that may have ended before what it counts did.</summary>
    public static string AtLeast(long value, bool mayBeMore) => (mayBeMore ? "≥ " : "") + Number(value);

    public static string Milliseconds(TimeSpan? latency) => latency is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms") : "";

    /// <summary>Stored text as it may be shown: characters that steer a terminal or turn the reading direction around become visible.</summary>
    public static string Plain(string? text) => text is null ? "" : string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = IsTricky(source[i]) ? '\uFFFD' : source[i];
        }
    });

    private static bool IsTricky(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
