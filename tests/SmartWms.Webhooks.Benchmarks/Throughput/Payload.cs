using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>What both loops send: a body of 300 bytes to one of 64 paths, signed with one secret.</summary>
internal static class Payload
{
    public const int Lanes = 64;
    public const string EventType = WmsEvents.OrderShipped;
    public const string Secret = "a-secret-of-some-length";

    private const int BodyBytes = 300;

    private static readonly byte[] Data = MakeData();

    /// <summary>As the engine renders it.</summary>
    public static byte[] Body { get; } = Envelope(Data);

    public static string BodyText { get; } = System.Text.Encoding.UTF8.GetString(Body);

    public static string Path(int lane) => $"/lane/{lane}";

    /// <summary>An event that so many lanes ask for, this one and those after it.</summary>
    public static NewWebhookEvent EventFor(int lane, int fanOut) => NewWebhookEvent.FromJson(
        EventType, Data, new WebhookPublishOptions { Channels = [.. Enumerable.Range(lane, fanOut).Select(each => Channel(each % Lanes))] });

    public static NewWebhookSubscription SubscriptionOf(int lane, string receiver) => new()
    {
        Name = $"lane {lane}",
        Url = receiver + Path(lane),
        EventTypes = [EventType],
        Channels = [Channel(lane)],
        Secret = Secret,
    };

    private static string Channel(int lane) => $"lane:{lane}";

    private static byte[] MakeData()
    {
        var padding = BodyBytes - Envelope("{\"note\":\"\"}"u8.ToArray()).Length;
        return System.Text.Encoding.UTF8.GetBytes($$"""{"note":"{{new string('n', padding)}}"}""");
    }

    private static byte[] Envelope(byte[] data) => WebhookEnvelope.Write($"evt_{Guid.Empty:N}", EventType, DateTimeOffset.UnixEpoch, data);
}
