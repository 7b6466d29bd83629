using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What people read of tests: one with an order's event type must not look like an order.</summary>
internal sealed class TestLogRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<TestLogRules>(RuleFamily.Querying, (stores, cancellation) => new TestLogRules(stores, cancellation));
        return
        [
            rules.One("Q-16", "A test is told as one and nothing else is, whatever becomes of it", on => on.ATestIsToldAsOneWhateverBecomesOfItAsync()),
            rules.Each("Q-17", "A list without tests leaves out the tests and nothing else, and its pages hold every other row once",
                Enum.GetValues<Narrowed>(), (on, by) => on.AListWithoutTestsLeavesOutTheTestsAndNothingElseAsync(by)),
        ];
    }

    private async Task ATestIsToldAsOneWhateverBecomesOfItAsync()
    {
        var lane = await SubscribeAsync(row => row with { TenantId = "x" });
        var (test, token) = await SendTestAsync(lane, "evt_test");
        var (left, _) = await SendTestAsync(lane, "evt_left");
        var order = await FailedAsync(lane, "evt_order", Start, AttemptTrigger.Scheduled);
        await IsToldAsync(test, left);

        await RecordAsync(Failed(lane, test, token, AttemptTrigger.Test));
        await ResendAsync(left, At(10));
        await IsToldAsync(test, left);

        await CancelAsync(left, At(10));
        foreach (var again in (DeliveryId[])[test, order])
        {
            await ResendAsync(again, At(11));
            await IsToldAsync(test, left);
            await RecordAsync(Given.Aborted(await ClaimResendAsync(At(11)), At(12)), At(11));
            var claim = await ClaimResendAsync(At(12));
            await IsToldAsync(test, left);
            await RecordAsync(Given.Failed(claim), At(12));
            await IsToldAsync(test, left);
            await ResendAsync(again, At(13));
            await RecordAsync(Given.Delivered(await ClaimResendAsync(At(13))), At(13));
            await IsToldAsync(test, left);
        }

        Expect.Equal((DeliveryState.Delivered, DeliveryState.Delivered), (await StateAsync(test), await StateAsync(order)));
    }

    private async Task AListWithoutTestsLeavesOutTheTestsAndNothingElseAsync(Narrowed by)
    {
        var (lane, other) = (await SubscribeAsync(row => row with { TenantId = "x" }), await SubscribeAsync(row => row with { TenantId = "y" }));
        List<DeliveryId> tests = [];
        for (var round = 0; round < 4; round++)
        {
            await PublishAsync(other, $"evt_{round}_other", At(round), OfTenant("y"));
            await PublishAsync(lane, $"evt_{round}_waiting", At(round), OfTenant("x"));
            await FailedAsync(lane, $"evt_{round}_failed", At(round), AttemptTrigger.Scheduled);
            tests.Add((await SendTestAsync(lane, $"evt_{round}_sending", At(round))).Test);
            for (var test = 0; test < 3; test++)
            {
                tests.Add(await FailedAsync(lane, $"evt_{round}_test_{test}", At(round), AttemptTrigger.Test));
            }
        }

        await ResendAsync(tests[^1], At(5));
        var query = Query(by, lane) with { PageSize = 2 };

        var (all, rest) = (await PagesAsync(query), await PagesAsync(query with { WithoutTests = true }));

        Expect.Equal(all.Except(tests), rest);
        Expect.True(rest.Count >= 2 && all.Count >= rest.Count + 4, "The rule has looked at too little.");
    }

    private static DeliveryQuery Query(Narrowed by, SubscriptionId lane) => by switch
    {
        Narrowed.ByNothing => new DeliveryQuery(),
        Narrowed.ToFailures => new DeliveryQuery { States = [DeliveryState.Failed] },
        Narrowed.ToUnfinished => new DeliveryQuery { States = [DeliveryState.Pending, DeliveryState.Sending] },
        Narrowed.ToOneWebhook => new DeliveryQuery { Subscription = lane },
        Narrowed.ToOneWebhooksFailures => new DeliveryQuery { Subscription = lane, States = [DeliveryState.Failed] },
        Narrowed.ToOneTenant => new DeliveryQuery { Tenant = TenantScope.Only("x") },
        Narrowed.ToOneType => new DeliveryQuery { EventType = "order.shipped" },
        Narrowed.ToATime => new DeliveryQuery { From = At(1), To = At(3) },
        Narrowed.ToASubject => new DeliveryQuery { Subject = "SO-x" },
        _ => new DeliveryQuery { EventIdPrefix = "evt_" },
    };

    /// <summary>These and no others are tests, in the list and each by itself.</summary>
    private async Task IsToldAsync(params DeliveryId[] tests)
    {
        var rows = await ListAsync(new DeliveryQuery());

        Expect.Equal(tests.OrderDescending(), rows.Where(row => row.IsTest).Select(row => row.Id));
        foreach (var row in rows)
        {
            Expect.Equal(row.IsTest, (await SummaryAsync(row.Id)).IsTest);
        }
    }

    private async Task<DeliveryId> FailedAsync(SubscriptionId lane, string id, DateTimeOffset at, AttemptTrigger trigger)
    {
        var (delivery, token) = await SendAsync(lane, id, at, trigger);
        Expect.True((await RecordAsync(Failed(lane, delivery, token, trigger), at)).Accepted);
        return delivery;
    }

    private static DeliveryRecord Failed(SubscriptionId lane, DeliveryId delivery, long token, AttemptTrigger trigger)
    {
        var record = Given.Ended(delivery, lane, token, DeliveryState.Failed);
        return record with { Trigger = trigger, CountsStep = trigger == AttemptTrigger.Scheduled, Attempt = record.Attempt! with { Trigger = trigger } };
    }

    private Task<(DeliveryId Test, long Token)> SendTestAsync(SubscriptionId lane, string id, DateTimeOffset? at = null) => SendAsync(lane, id, at ?? Start, AttemptTrigger.Test);

    /// <summary>Of an order's type, like everything else here.</summary>
    private async Task<(DeliveryId Delivery, long Token)> SendAsync(SubscriptionId lane, string id, DateTimeOffset at, AttemptTrigger trigger)
    {
        var token = NextToken();
        var added = await AddAsync(at, OfTenant("x")(Given.Event(id, new NewDelivery(lane, 0, token, trigger))));
        return (added.Events.Single().Deliveries.Single(), token);
    }

    private static Func<NewEvent, NewEvent> OfTenant(string tenant) => row => row with { TenantId = tenant, Subject = $"SO-{tenant}" };
}
