using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Generated;

/// <summary>Endpoint URLs against <see cref="UrlOracle"/>: whether one may be registered, and which host and port are then called.</summary>
public sealed class UrlTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly AddressPolicy Default = new();

    private static readonly string[] Names =
    [
        "erp.example.com", "hooks.shop.io", "a.b", "ERP.Example.ORG", "x-y.z_1.net", "xn--bcher-kva.example.com", "bücher.example.com", "คลังสินค้า.ไทย", "xn--42cai6euc5azcmp6s.xn--o3cw4h",
        "8.8.8.8", "93.184.215.14", "1.0.0.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "[2606:4700:4700::1111]", "[2a00::1]", "[2001:4860:4860::8888]", "[3fff:1000::1]",
    ];

    private static readonly string[] Inner =
    [
        "localhost", "erp", "nas.local", "10.0.0.5", "127.0.0.1", "0x7f.1", "2130706433", "017700000001", "127.1", "169.254.169.254", "168.63.129.16", "192.168.1.1", "100.64.0.1", "172.16.0.1",
        "198.18.0.1", "224.0.0.1", "0.0.0.0", "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%1]", "[64:ff9b::a00:5]", "[2002:7f00:1::]",
        "[2001::1]", "[2001:db8::1]", "[2606:4700:4700:0:0:0:0:1111]", "[2606:4700:4700::01]", "metadata.google.internal", "metadata.goog", "metadata.tencentyun.com", "a.metadata.goog", "a.home.arpa", "x.onion", "a..b", "-a.com", "a-.com", "a.com.", "a.test",
        "user@a.com", "a.0x1f", "a.1", "1.2.3.08", "１２７.０.０.１", "ａ.com", "a\u3002com", "a\u200d.com", "\u2100.com", "xn--a.com", "xn--99999999999.com", "ß.com", "faß.de", "K.com", "Ⅷ.com",
    ];

    [Fact]
    public void Every_generated_url_is_judged_as_the_oracle_judges_it() => Cases.Run(
        Make,
        text => EndpointUrl.TryParse(text, Default, out var url, out _) ? $"{url.Uri.IdnHost}:{url.Uri.Port} {url.Value.Length <= 2048}" : null,
        text => UrlOracle.Judge(text) is { } read ? $"{read.Host}:{read.Port} True" : null,
        Cases.Shown);

    private static (string, bool) Make(Random random)
    {
        var host = random.Next(5) switch
        {
            0 => string.Join('.', Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Text(Letters, 1, 12))) + ".com",
            1 => PublicV4(random),
            2 => PublicV6(random),
            _ => random.Any(Names),
        };
        var port = random.Any(["", "", "", ":443", ":80", ":8443", ":1024", ":65535", ":0443"]);
        var path = random.Any(["", "/", "/hook", "/hooks/wms?site=bkk", "?a=b", "/คลัง", "/%E0%B8%84", "/a/../b", "/@x:1", "/a?b=/c?d", "//x", "/{id}", "/\"q\""]);
        var scheme = random.Any(["https://", "https://", "https://", "HTTPS://", "hTTps://"]);
        if (random.OneIn(4))
        {
            return (scheme + host + port + path, false);
        }

        return (random.Next(8) switch
        {
            0 => scheme + random.Any(Inner) + port + path,
            1 => scheme + random.Mutate(random.Any(Inner)) + port + path,
            2 => scheme + host + ":" + random.Text("0123456789", 0, 6) + path,
            3 => random.Any(["http://", "ftp://", "https:/", "https:", "//", "https:///", " https://", "wss://", "https://https://"]) + host + port + path,
            4 => scheme + random.Text("0123456789abcdefx.:%[]", 1, 20) + port + path,
            5 => scheme + host + port + path.Replace("/..", "", StringComparison.Ordinal) + new string('x', random.Next(1900, 2100)),
            6 => scheme + random.Mutate(host) + port + path,
            _ => random.Mutate(scheme + host + port + path),
        }, true);
    }

    private static string PublicV4(Random random)
    {
        string text;
        do
        {
            text = $"{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}";
        }
        while (UrlOracle.Judge($"https://{text}/") is null);

        return text;
    }

    private static string PublicV6(Random random) =>
        $"[{UrlOracle.Written([.. Enumerable.Range(0, 8).Select(i => (ushort)(i == 0 ? 0x2400 + random.Next(0x800) : random.OneIn(2) ? 0 : random.Next(0x10000)))])}]";
}
