using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>The receivers of <c>samples/Receivers</c> accept what the engine sends, and nothing else.</summary>
public sealed class EveryLanguageTests(RunningReceivers receivers) : IClassFixture<RunningReceivers>
{
    private const string Secret = RunningReceivers.Current;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"carrier":"ไปรษณีย์ไทย 📦"}}""");

    public static TheoryData<string, SignatureScheme> Receivers =>
        [.. from language in Language.All from scheme in Enum.GetValues<SignatureScheme>() where scheme > 0 select (language.Name, scheme)];

    /// <summary>The vectors of Standard Webhooks stand at a fixed time, which a real clock refuses; its table below is signed now.</summary>
    public static TheoryData<string, SignatureScheme> WithoutAClock => [.. from row in Receivers where row.Data.Item2 != SignatureScheme.StandardWebhooks select row.Data];

    [Theory]
    [MemberData(nameof(Receivers))]
    public async Task It_accepts_what_the_engine_sends_and_refuses_another_secret(string language, SignatureScheme scheme)
    {
        var receiver = await receivers.GetAsync(language, scheme);
        await using var engine = await TestEngine.StartAsync();
        foreach (var (name, secret) in new[] { ("current", Secret), ("previous", RunningReceivers.Previous), ("another", WebhookSecret.Generate().Reveal()) })
        {
            await engine.SubscribeAsync(receiver.Url, form => (form.Name, form.Secret, form.Contract) = (name, secret, RunningReceivers.Contract(scheme)));
        }

        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789", carrier = "ไปรษณีย์ไทย 📦" });
        var deliveries = await engine.WaitForAsync(all => all.Count == 3 && all.All(delivery => delivery.StatusCode is not null));

        Assert.Equal([200, 200, 401], deliveries.Select(delivery => delivery.StatusCode!.Value).Order());
        Assert.Equal(2, deliveries.Count(delivery => delivery.State == DeliveryState.Delivered));
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public async Task It_refuses_what_is_not_exactly_what_was_signed(string language, SignatureScheme scheme)
    {
        var receiver = await receivers.GetAsync(language, scheme);
        var cases = new SortedDictionary<string, (int Expected, RawRequest Request)>(StringComparer.Ordinal);
        foreach (var (name, expected, request) in scheme == SignatureScheme.StandardWebhooks ? StandardCases() : HexCases(scheme))
        {
            if (Language.Named(language).SeesRepetition || !request.RepeatsAName)
            {
                cases.Add(name, (expected, request));
            }
        }

        foreach (var (name, (expected, request)) in cases)
        {
            Assert.Equal($"{name}: {expected}", $"{name}: {await request.SendAsync(receiver.Port, TestContext.Current.CancellationToken)}");
        }
    }

    [Theory]
    [MemberData(nameof(WithoutAClock))]
    public async Task It_gives_the_verdicts_of_the_vectors(string language, SignatureScheme scheme)
    {
        var receiver = await receivers.GetAsync(language, scheme);
        foreach (var vector in SignatureVector.OverHttp(scheme).Where(vector => Language.Named(language).SeesRepetition || !vector.Request.RepeatsAName))
        {
            var status = await vector.Request.SendAsync(receiver.Port, TestContext.Current.CancellationToken);
            Assert.True(vector.IsValid == (status != 401), $"{vector.Id}, {vector.Reason}: {status}");      // a vector's body need not be an event: 400 after it was verified
        }
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public async Task It_answers_a_repetition_with_200_and_what_is_no_event_with_400(string language, SignatureScheme scheme)
    {
        var receiver = await receivers.GetAsync(language, scheme);
        var request = Signed(scheme, Body);

        Assert.Equal(200, await request.SendAsync(receiver.Port, TestContext.Current.CancellationToken));
        Assert.Equal(200, await request.SendAsync(receiver.Port, TestContext.Current.CancellationToken));
        foreach (var none in new[] { "signed, and no event", "{}", "null", "[]", """{"id":"evt_2"}""", """{"id":["evt_3"],"type":"order.shipped","data":{}}""", """{"id":"../evt_4","type":"order.shipped","data":{}}""" })
        {
            var status = await Signed(scheme, Encoding.UTF8.GetBytes(none)).SendAsync(receiver.Port, TestContext.Current.CancellationToken);
            Assert.True(status == 400, $"{none}: {status}");
        }

        Assert.Equal(200, await request.SendAsync(receiver.Port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_sample_is_run() =>
        Assert.Equal(Directory.GetDirectories(Repository.File("samples", "Receivers")).Select(Path.GetFileName).Order(), Language.All.Select(language => language.Name).Order());

    private static RawRequest Signed(SignatureScheme scheme, byte[] body, int secondsAway = 0) => new(
        body,
        [.. WebhookSigner.Headers(scheme, WebhookSecret.Parse(Secret), "evt_1", DateTimeOffset.UtcNow.AddSeconds(secondsAway), body)]);

    private static IEnumerable<(string Name, int Expected, RawRequest Request)> HexCases(SignatureScheme scheme)
    {
        var name = scheme == SignatureScheme.Wms ? WebhookHeaders.WmsSignature : WebhookHeaders.SmartWmsSignature;
        var prefix = scheme == SignatureScheme.Wms ? "sha256=" : "";
        var right = Signed(scheme, Body);
        var hex = right.Value(name)[prefix.Length..];
        yield return ("as it is", 200, right);
        yield return ("a spoilt byte", 401, right.WithBody(Spoilt(Body)));
        yield return ("a line break more", 401, right.WithBody([.. Body, (byte)'\n']));
        yield return ("without a body", 401, right.WithBody([]));
        yield return ("without the signature", 401, right.Without(name));
        yield return ("the signature twice", 401, right.Twice(name));
        yield return ("an empty signature", 401, right.With(name, prefix));
        yield return ("half a signature", 401, right.With(name, prefix + hex[..32]));
        yield return ("upper-case digits", 401, right.With(name, prefix + hex.ToUpperInvariant()));
        yield return ("another prefix", 401, right.With(name, prefix.Length == 0 ? "sha256=" + hex : hex));
        yield return ("another's header", 401, Signed(scheme == SignatureScheme.Wms ? SignatureScheme.SmartWms : SignatureScheme.Wms, Body));
        yield return ("letters beyond ASCII", 401, right.With(name, prefix + new string('é', 64)));
    }

    private static IEnumerable<(string Name, int Expected, RawRequest Request)> StandardCases()
    {
        var right = Signed(SignatureScheme.StandardWebhooks, Body);
        var (id, time, signature) = (right.Value(WebhookHeaders.Id), right.Value(WebhookHeaders.Timestamp), right.Value(WebhookHeaders.Signature));
        yield return ("as it is", 200, right);
        yield return ("a spoilt byte", 401, right.WithBody(Spoilt(Body)));
        yield return ("an old timestamp", 401, Signed(SignatureScheme.StandardWebhooks, Body, -400));
        yield return ("a timestamp to come", 401, Signed(SignatureScheme.StandardWebhooks, Body, 400));
        yield return ("a few minutes away", 200, Signed(SignatureScheme.StandardWebhooks, Body, -240));
        foreach (var name in new[] { WebhookHeaders.Id, WebhookHeaders.Timestamp, WebhookHeaders.Signature })
        {
            yield return ($"without {name}", 401, right.Without(name));
            yield return ($"{name} twice", 401, right.Twice(name));
        }

        yield return ("another id", 401, right.With(WebhookHeaders.Id, id + "1"));
        yield return ("another time", 401, right.With(WebhookHeaders.Timestamp, $"{long.Parse(time, System.Globalization.CultureInfo.InvariantCulture) + 1}"));
        yield return ("a plus before the time", 401, right.With(WebhookHeaders.Timestamp, "+" + time));
        yield return ("a zero before the time", 401, right.With(WebhookHeaders.Timestamp, "0" + time));
        yield return ("a time that is none", 401, right.With(WebhookHeaders.Timestamp, "now"));
        yield return ("the right one second", 200, right.With(WebhookHeaders.Signature, "v1,AAAA " + signature));
        yield return ("a newer version beside it", 200, right.With(WebhookHeaders.Signature, "v1a,AAAA " + signature));
        yield return ("without a version", 401, right.With(WebhookHeaders.Signature, signature[3..]));
        yield return ("another version", 401, right.With(WebhookHeaders.Signature, "v2" + signature[2..]));
        yield return ("without padding", 401, right.With(WebhookHeaders.Signature, signature.TrimEnd('=')));
        yield return ("the seventeenth", 401, right.With(WebhookHeaders.Signature, string.Concat(Enumerable.Repeat("v1,AAAA ", 16)) + signature));
        yield return ("of the body alone", 401, right.With(WebhookHeaders.Signature, "v1," + Convert.ToBase64String(Convert.FromHexString(WebhookSigner.SignBody(WebhookSecret.Parse(Secret), Body)))));
        yield return ("another scheme's headers", 401, Signed(SignatureScheme.SmartWms, Body).Without(WebhookHeaders.Signature));
    }

    private static byte[] Spoilt(byte[] body)
    {
        byte[] spoilt = [.. body];
        spoilt[^3] ^= 1;
        return spoilt;
    }
}
