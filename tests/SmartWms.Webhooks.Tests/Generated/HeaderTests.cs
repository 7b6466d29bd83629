using System.Text.RegularExpressions;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Custom headers against expressions written from SECURITY 1.2.</summary>
public sealed partial class HeaderTests
{
    private const string Token = "ABCXYZabcxyz0189-_.!#$%&'*+^`|~";
    private const string Visible = " !\"#$%&'()*+,-./0129:;<=>?@AZ[\\]^_`az{|}~\t";

    private static readonly string[] Names =
    [
        "Authorization", "X-Api-Key", "X-Tenant", "Cookie", "Accept", "X-Warehouse", "X-Request-Id", "X-Acme-Site", "Prefer", "If-Match", "Metadatas", "Hosts", "X-Forward", "Contents", "Data", "Vias",
    ];

    private static readonly string[] Reserved =
    [
        "Host", "Content-Type", "content-length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Authorization", "Forwarded", "X-Forwarded-For",
        "X-Real-IP", "Via", "User-Agent", "Date", "traceparent", "tracestate", "baggage", "X-SmartWMS-Signature", "X-WMS-Signature", "X-Webhook-Event", "webhook-id", "svix-id", "Metadata",
        "Metadata-Flavor", "X-aws-ec2-metadata-token", "X-Google-Metadata-Request", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "Set-Cookie", "HTTP2-Settings", "X-Own-Event", "X_Forwarded_For", "x_smartwms_signature", "X-Original_URL", "REMOTE_USER", "Expires",
    ];

    [Fact]
    public void Every_generated_set_is_judged_as_the_oracle_judges_it() => Cases.Run(
        Make,
        headers => CustomHeaderRules.Check(headers, "X-Own-") is null ? "accepted" : null,
        headers => Oracle(headers) ? "accepted" : null,
        headers => string.Join(" | ", headers.Select(header => $"{Cases.Shown(header.Key)}: {Cases.Shown(header.Value[..Math.Min(100, header.Value.Length)])} ({header.Value.Length})")));

    private static (KeyValuePair<string, string>[], bool) Make(Random random)
    {
        var headers = Enumerable.Range(0, random.Next(1, random.OneIn(50) ? 33 : 4)).Select(_ => KeyValuePair.Create(Name(random), Value(random))).ToArray();
        if (random.OneIn(3))
        {
            return (headers, false);
        }

        if (headers.Length > 28)
        {
            headers = [.. headers, .. headers.Take(random.Next(6)).Select((header, i) => KeyValuePair.Create($"X-More-{i}", header.Value))];
        }

        var at = random.Next(headers.Length);
        var (name, value) = headers[at];
        headers[at] = random.Next(4) switch
        {
            0 => new(random.Mutate(name), value),
            1 => new(name, random.Mutate(value)),
            2 => new(random.OneIn(2) ? random.Any(Reserved) : Turned(random, random.Any(Reserved)), value),
            _ => new(name, value + random.Text(Visible, 0, random.OneIn(20) ? 4200 : 2)),
        };
        return (headers, true);
    }

    private static string Name(Random random) => random.Next(4) switch
    {
        0 => random.Text(Token, 1, 64),
        1 => "X-" + random.Text("abcdefghijklmnopqrstuvwxyz", 1, 12),
        _ => random.Any(Names),
    };

    private static string Value(Random random) => random.OneIn(20) ? random.Text("v", 1, 4096) : random.Text("abcXYZ0189=/+. -_", 1, 40).Trim() is { Length: > 0 } text ? text : "v";

    private static string Turned(Random random, string text) => string.Concat(text.Select(character => random.OneIn(2) ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character)));

    private static bool Oracle(KeyValuePair<string, string>[] headers) =>
        headers.Length <= 32
        && headers.All(header => NameForm().IsMatch(header.Key) && !Taken().IsMatch(header.Key.Replace('_', '-')) && ValueForm().IsMatch(header.Value))
        && headers.Select(header => header.Key.ToUpperInvariant()).Distinct().Count() == headers.Length
        && headers.Sum(header => header.Key.Length + header.Value.Length) <= 16_384;

    [GeneratedRegex(@"\A[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A[!-~](?:[ \t!-~]{0,4094}[!-~])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValueForm();

    [GeneratedRegex(
        @"\A(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailers?|upgrade|http2-settings|expect|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|via|user-agent|date|set-cookie2?|"
        + @"traceparent|tracestate|baggage|x-smartwms-.*|x-wms-.*|x-webhook-.*|webhook-.*|svix-.*|x-own-.*|metadata|metadata-flavor|x-aws-.*|x-google-.*|x-http-method|x-http-method-override|x-method-override|x-original-url|x-rewrite-url|x-original-host|x-client-ip|client-ip|true-client-ip|cf-connecting-ip|x-cluster-client-ip|x-remote-user|remote-user|expires|last-modified|allow)\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Taken();
}
