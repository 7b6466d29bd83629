using BenchmarkDotNet.Attributes;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Benchmarks.Micro;

/// <summary>What is done with the bytes of one event.</summary>
public class MessageBenchmarks
{
    private const string Id = "evt_0192f3a4b5c67890a1b2c3d4e5f60718";
    private const long Timestamp = 1_893_456_000;

    private readonly WebhookSecret _secret = WebhookSecret.Generate();
    private readonly DateTimeOffset _at = DateTimeOffset.FromUnixTimeSeconds(Timestamp);
    private byte[] _data = [];
    private byte[] _body = [];
    private WebhookVerifier _verifyHex = null!;
    private WebhookVerifier _verifyStandard = null!;
    private Dictionary<string, string> _headers = [];

    [Params(300, 4096)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var padding = Bytes - WebhookEnvelope.Write(Id, WmsEvents.OrderShipped, _at, """{"note":""}"""u8.ToArray()).Length;
        _data = System.Text.Encoding.UTF8.GetBytes($$"""{"note":"{{new string('n', padding)}}"}""");
        _body = Envelope();
        _verifyHex = WebhookVerifier.For(SignatureScheme.SmartWms, [_secret]);
        _verifyStandard = WebhookVerifier.For(SignatureScheme.StandardWebhooks, [_secret]);
        _headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [WebhookHeaders.SmartWmsSignature] = SignHex(),
            [WebhookHeaders.Id] = Id,
            [WebhookHeaders.Timestamp] = Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
            [WebhookHeaders.Signature] = SignStandard(),
        };
        if (!VerifyHex() || !VerifyStandard())
        {
            throw new InvalidOperationException("What was signed does not verify.");
        }
    }

    [Benchmark(Description = "render the envelope")]
    public byte[] Envelope() => WebhookEnvelope.Write(Id, WmsEvents.OrderShipped, _at, _data);

    [Benchmark(Description = "sign, hex")]
    public string SignHex() => WebhookSigner.SignBody(_secret, _body);

    [Benchmark(Description = "sign, Standard Webhooks")]
    public string SignStandard() => WebhookSigner.SignStandard(_secret, Id, Timestamp, _body);

    [Benchmark(Description = "verify, hex")]
    public bool VerifyHex() => _verifyHex.Verify(_body, name => _headers.TryGetValue(name, out var value) ? [value] : null, _at) == WebhookVerification.Valid;

    [Benchmark(Description = "verify, Standard Webhooks")]
    public bool VerifyStandard() => _verifyStandard.Verify(_body, name => _headers.TryGetValue(name, out var value) ? [value] : null, _at) == WebhookVerification.Valid;
}
