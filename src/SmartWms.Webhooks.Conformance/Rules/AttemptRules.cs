using System.Text;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What of a delivery's attempts is read.</summary>
internal sealed class AttemptRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<AttemptRules>(RuleFamily.Querying, (stores, cancellation) => new AttemptRules(stores, cancellation));
        return
        [
            rules.One("Q-18", "A delivery is read with its first attempt and the newest 50, and with the answers of the first and the newest 10",
                on => on.ADeliveryIsReadWithItsFirstAndItsNewestAttemptsAsync()),
        ];
    }

    private async Task ADeliveryIsReadWithItsFirstAndItsNewestAttemptsAsync()
    {
        const int Made = 64;
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        for (var number = 1; number < Made; number++)
        {
            var claim = await ClaimOneAsync(lane);
            await RecordAsync(number == 20 ? Given.Retried(claim, Start) : Answered(Given.Retried(claim, Start), $"no {number}"));
        }

        await ReadsAsync(delivery, Made - 1);
        await RecordAsync(Answered(Given.Delivered(await ClaimOneAsync(lane)), $"no {Made}"));
        await ReadsAsync(delivery, Made);
        await ResendAsync(delivery);
        await RecordAsync(Answered(Given.Failed(await ClaimResendAsync()), $"no {Made + 1}"));
        await ReadsAsync(delivery, Made + 1);
    }

    private async Task ReadsAsync(DeliveryId delivery, int made)
    {
        var details = await DetailsAsync(delivery);

        Expect.Equal((made, made - 51), (details.Delivery.Attempts, details.AttemptsLeftOut));
        Expect.Equal([1, .. Enumerable.Range(made - 49, 50)], details.Attempts.Select(row => row.Number));
        foreach (var row in details.Attempts)
        {
            var isShown = row.Number == 1 || row.Number > made - 10;
            Expect.Equal((isShown ? $"no {row.Number}" : "", !isShown && row.Number != 20), (Encoding.ASCII.GetString(row.Answer), row.AnswerLeftOut));
        }
    }

    private static DeliveryRecord Answered(DeliveryRecord record, string answer) => record with { Attempt = record.Attempt! with { Answer = Encoding.ASCII.GetBytes(answer) } };
}
