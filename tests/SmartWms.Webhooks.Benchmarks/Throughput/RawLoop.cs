using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>R, the ceiling: as many callers as the engine may have requests in flight, that sign and POST the same body with the same handler and as many headers, and do nothing else.</summary>
internal sealed class RawLoop(ReceiverProcess receiver, int callers)
{
    private static readonly MediaTypeHeaderValue ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");

    private readonly WebhookSecret _secret = WebhookSecret.Parse(Payload.Secret);

    public async Task<Measured> RunAsync(TimeSpan duration)
    {
        using var client = new HttpClient(GuardedHandler.Create(new AddressGuard(EngineHost.Loopback))) { Timeout = Timeout.InfiniteTimeSpan };
        var measurement = await Measurement.StartAsync(receiver);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => LoopAsync(client, caller % Payload.Lanes, start, duration))));
        return await measurement.EndAsync();
    }

    private async Task LoopAsync(HttpClient client, int lane, long start, TimeSpan duration)
    {
        var url = new Uri(receiver.Url + Payload.Path(lane));
        for (var number = 1; Stopwatch.GetElapsedTime(start) < duration; number++)
        {
            using var request = Request(url, $"dlv_{number.ToString(CultureInfo.InvariantCulture)}");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"The receiver answered {response.StatusCode}.");
            }
        }
    }

    private HttpRequestMessage Request(Uri url, string delivery)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Payload.Body) { Headers = { ContentType = ContentType } } };
        request.Headers.TryAddWithoutValidation("User-Agent", "SmartWms.Webhooks/0.1.0");
        request.Headers.TryAddWithoutValidation(WebhookHeaders.SmartWmsEvent, Payload.EventType);
        request.Headers.TryAddWithoutValidation(WebhookHeaders.SmartWmsDelivery, delivery);
        request.Headers.TryAddWithoutValidation(WebhookHeaders.SmartWmsAttempt, "1");
        request.Headers.TryAddWithoutValidation(WebhookHeaders.SmartWmsSignature, WebhookSigner.SignBody(_secret, Payload.Body));
        request.Headers.TryAddWithoutValidation(WebhookHeaders.Id, "evt_00000000000000000000000000000000");
        request.Headers.TryAddWithoutValidation(WebhookHeaders.Timestamp, DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
