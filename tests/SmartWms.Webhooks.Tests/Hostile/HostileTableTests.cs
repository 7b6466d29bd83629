using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>Every behaviour at once on one engine: its fixed class, its end in time, its answer bounded.</summary>
public sealed class HostileTableTests
{
    private const int Kept = 16 * 1024;

    [Fact]
    public void There_are_sixty_behaviours_or_more_and_no_two_alike()
    {
        Assert.True(HostileHost.Behaviours.Count >= 60);
        Assert.Equal(HostileHost.Behaviours.Count, HostileHost.Behaviours.Select(behaviour => behaviour.Name).Distinct().Count());
    }

    [Fact]
    public async Task Each_is_classified_as_expected_over_in_time_and_kept_to_16_KiB()
    {
        await using var host = await HostileHost.StartAsync();
        await host.Engine.Dispatcher.PublishAsync([.. host.EventTypes.Select(type => NewWebhookEvent.FromJson(type, "{}"u8.ToArray()))], TestContext.Current.CancellationToken);

        var deliveries = await host.AttemptedAsync(HostileHost.Behaviours.Count, TimeSpan.FromSeconds(60));

        Assert.Equal([], deliveries.SelectMany(delivery => Complaints(host.Webhooks[delivery.Delivery.Subscription], Assert.Single(delivery.Attempts))));
        Assert.Empty(host.Engine.Logs.WithId(1403));
    }

    private static IEnumerable<string> Complaints(Behaviour expected, DeliveryAttempt attempt)
    {
        if ((attempt.Failure != expected.Failure && attempt.Failure != expected.Or) || (attempt.StatusCode != expected.Status && expected.Or is null))
        {
            yield return $"{expected.Name}: {attempt.Failure} {attempt.StatusCode}, not {expected.Failure} {expected.Status}";
        }

        if (attempt.Latency > expected.Deadline + TimeSpan.FromSeconds(1))
        {
            yield return $"{expected.Name}: over after {attempt.Latency}, its deadline was {expected.Deadline}";
        }

        if (attempt.Answer.Length > Kept)
        {
            yield return $"{expected.Name}: {attempt.Answer.Length} bytes kept";
        }
    }
}
