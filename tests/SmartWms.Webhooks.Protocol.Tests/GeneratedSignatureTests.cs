using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>Requests made right and then spoilt, judged by the verifier and by a second one written from the contract.</summary>
public sealed class GeneratedSignatureTests
{
    private const int Batch = 5_000;
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=,v1 ";

    private static readonly int Count = string.Equals(Environment.GetEnvironmentVariable("WMS_TESTS"), "full", StringComparison.OrdinalIgnoreCase) ? 1_000_000 : 100_000;
    private static readonly string[] Secrets = [.. Enumerable.Range(0, 6).Select(i => "whsec_" + Convert.ToBase64String(Enumerable.Range(0, 24 + (8 * i)).Select(b => (byte)(b * 7 + i)).ToArray())), "an own secret of text", "ความลับของคลังสินค้า"];
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_generated_request_gets_the_oracles_verdict()
    {
        var differences = new ConcurrentQueue<string>();
        var (mutated, accepted) = (0, 0);
        Parallel.For(0, Count / Batch, batch =>
        {
            var random = new Random(20_260_101 + batch);
            for (var i = 0; i < Batch; i++)
            {
                var (request, isMutated) = Make(random);
                var expected = Oracle(request);
                var actual = Ask(request);
                Interlocked.Add(ref mutated, isMutated ? 1 : 0);
                Interlocked.Add(ref accepted, actual == "Valid" ? 1 : 0);
                if ((actual == "Valid") != expected || actual.EndsWith("Exception", StringComparison.Ordinal))
                {
                    differences.Enqueue($"seed {20_260_101 + batch}, case {i}: {actual}, oracle {expected}: {request}");
                }
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} differences; {string.Join("\n", differences.Take(5))}");
        Assert.True(mutated >= Count / 2 && accepted >= Count / 10, $"{mutated} mutated, {accepted} accepted of {Count}");
    }

    private static string Ask(Request request)
    {
        try
        {
            return WebhookVerifier.For(request.Scheme, request.Known).Verify(request.Body, name => request.Values(name), request.Now).ToString();
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static (Request Request, bool IsMutated) Make(Random random)
    {
        var scheme = (SignatureScheme)random.Next((int)SignatureScheme.SmartWms, (int)SignatureScheme.StandardWebhooks + 1);
        var secret = Secrets[random.Next(scheme == SignatureScheme.StandardWebhooks ? 6 : Secrets.Length)];
        var body = new byte[random.Next(0, 200)];
        random.NextBytes(body);
        var headers = WebhookSigner.Headers(scheme, WebhookSecret.Parse(secret), "evt_" + random.Next(), Noon.AddSeconds(random.Next(-300, 301)), body)
            .Select(header => new[] { header.Key, header.Value }).ToList();
        var request = new Request(scheme, [secret], headers, body, Noon);
        if (random.Next(4) == 0)
        {
            return (request, false);
        }

        return (Spoil(random, request), true);
    }

    private static Request Spoil(Random random, Request request)
    {
        var header = request.Headers[random.Next(request.Headers.Count)];
        switch (random.Next(10))
        {
            case 0:
                return request with { Known = [Secrets[random.Next(Secrets.Length)], Secrets[random.Next(Secrets.Length)]] };
            case 1 when request.Body.Length > 0:
                request.Body[random.Next(request.Body.Length)] ^= (byte)(1 << random.Next(8));
                return request;
            case 2:
                return request with { Now = Noon.AddSeconds(random.Next(-700, 700)) };
            case 3:
                request.Headers.Remove(header);
                return request;
            case 4:
                request.Headers.Add([header[0], header[1]]);
                return request;
            case 5:
                header[0] = random.Next(2) == 0 ? header[0].ToUpperInvariant() : header[0].ToLowerInvariant();
                return request;
            case 6 when request.Scheme == SignatureScheme.StandardWebhooks:
                request.Find("webhook-signature")[1] = string.Join(" ", Enumerable.Range(0, random.Next(20)).Select(i => random.Next(6) == 0 ? request.Find("webhook-signature")[1] : "v1a,eA=="));
                return request;
            case 7:
                return request with { Known = [request.Known[0].StartsWith("whsec_", StringComparison.Ordinal) ? request.Known[0].Substring(6) : request.Known[0] + "\0"] };
            case 8:
                return request with { Known = [Edit(random, request.Known[0]), .. random.Next(2) == 0 ? request.Known : []] };
            default:
                header[1] = Edit(random, header[1]);
                return request;
        }
    }

    private static string Edit(Random random, string text)
    {
        var at = random.Next(text.Length);
        var piece = random.Next(3) == 0 ? "\0\t \u00e9A,=\r\n"[random.Next(8)] : Base64[random.Next(Base64.Length)];
        return random.Next(5) switch
        {
            0 => text.Insert(at, piece.ToString()),
            1 => text.Remove(at, 1),
            2 => text.Remove(at, 1).Insert(at, (char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at])).ToString()),
            3 => text.Insert(text.Length, text.Substring(at)),
            _ => text.Remove(at, 1).Insert(at, piece.ToString()),
        };
    }

    /// <summary>From CONTRACT's table and SECURITY 1.4: one header, written exactly so; any known secret; Standard Webhooks within 300 seconds, first 16 signatures.</summary>
    private static bool Oracle(Request request)
    {
        if (request.Scheme != SignatureScheme.StandardWebhooks)
        {
            var (name, prefix) = request.Scheme == SignatureScheme.Wms ? ("X-WMS-Signature", "sha256=") : ("X-SmartWMS-Signature", "");
            return Only(request, name) is { } value
                && request.Known.Where(IsSecret).Any(secret => value == prefix + Hex(Hash(Encoding.UTF8.GetBytes(secret), request.Body)));
        }

        if (Only(request, "webhook-id") is not { } id || Only(request, "webhook-timestamp") is not { } stamp || Only(request, "webhook-signature") is not { } signatures
            || id.Length is 0 or > 128 || !id.All(c => c < 128 && (char.IsLetterOrDigit(c) || c is '_' or '-'))
            || stamp.Length is 0 or > 12 || stamp[0] == '0' || !stamp.All(c => c is >= '0' and <= '9')
            || Math.Abs(long.Parse(stamp, CultureInfo.InvariantCulture) - request.Now.ToUnixTimeSeconds()) > 300)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{stamp}."), .. request.Body];
        return request.Known.Where(IsSecret).Select(Key).Any(key => key is not null && signatures.Split(' ').Take(16).Contains("v1," + Convert.ToBase64String(Hash(key, signed))));
    }

    private static string? Only(Request request, string name) => request.Values(name).ToArray() is [{ Length: <= 4096 } one] ? one : null;

    private static bool IsSecret(string text) => text.Length >= 16 && (!text.StartsWith("whsec_", StringComparison.Ordinal) || Key(text) is not null);

    private static byte[]? Key(string text)
    {
        try
        {
            var base64 = text.StartsWith("whsec_", StringComparison.Ordinal) ? text.Substring(6) : text;
            var key = Convert.FromBase64String(base64);
            return key.Length is >= 24 and <= 64 && Convert.ToBase64String(key) == base64 ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Hash(byte[] key, byte[] bytes)
    {
        using var hash = new HMACSHA256(key);
        return hash.ComputeHash(bytes);
    }

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

    private sealed record Request(SignatureScheme Scheme, string[] Known, List<string[]> Headers, byte[] Body, DateTimeOffset Now)
    {
        public IEnumerable<string> Values(string name) => Headers.Where(header => string.Equals(header[0], name, StringComparison.OrdinalIgnoreCase)).Select(header => header[1]);

        public string[] Find(string name) => Headers.First(header => string.Equals(header[0], name, StringComparison.OrdinalIgnoreCase));

        public override string ToString() => $"{Scheme} [{string.Join(" | ", Known)}] {string.Join(" | ", Headers.Select(header => header[0] + ": " + header[1]))} {Convert.ToBase64String(Body)} {Now:O}";
    }
}
