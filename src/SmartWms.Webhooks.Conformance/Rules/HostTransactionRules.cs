using System.Data.Common;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Events in the host's own transaction: the event exists exactly if the order does.</summary>
internal sealed class HostTransactionRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<HostTransactionRules>(RuleFamily.HostTransactions, (stores, cancellation) => new HostTransactionRules(stores, cancellation));
        const RuleNeeds Needs = RuleNeeds.HostTransaction;
        return
        [
            rules.One("H-01", "What the host commits is due from then on", on => on.WhatTheHostCommitsIsDueAsync(), Needs),
            rules.One("H-02", "What the host rolls back was never there", on => on.WhatTheHostRollsBackWasNeverThereAsync(), Needs),
            rules.One("H-03", "A duplicate gives the first deliveries and the transaction goes on", on => on.ADuplicateGivesTheFirstDeliveriesAsync(), Needs),
            rules.One("H-04", "After a conflict nothing was written and the transaction goes on", on => on.AfterAConflictTheTransactionGoesOnAsync(), Needs),
            rules.One("H-05", "Nobody sees an event before the host commits", on => on.NobodySeesAnEventBeforeTheCommitAsync(), Needs),
            rules.One("H-06", "A transaction that has ended is refused and nothing is written", on => on.AnEndedTransactionIsRefusedAsync(), Needs),
            rules.One("H-07", "A transaction of another provider is refused and nothing is written", on => on.AForeignTransactionIsRefusedAsync(), Needs),
            rules.One("H-08", "A cancelled publish in a transaction writes nothing", on => on.ACancelledCallWritesNothingAsync(), Needs),
        ];
    }

    private async Task WhatTheHostCommitsIsDueAsync() // R18
    {
        var lane = await SubscribeAsync();
        DeliveryId delivery = default;
        await InTransactionAsync(async transaction =>
        {
            var added = await AddInAsync(transaction, Given.Event("evt_1", new NewDelivery(lane, 0)));
            Expect.Equal(AddOutcome.Added, added.Outcome);
            delivery = added.Events.Single().Deliveries.Single();
            await transaction.CommitAsync(Cancellation);
        });

        Expect.Equal([lane], (await FindAsync(Start)).Lanes);
        var claim = await ClaimOneAsync(lane);
        Expect.Equal((delivery, "evt_1", Start, 1), (claim.Id, claim.EventId, claim.DueAt, claim.Claims));
    }

    private async Task WhatTheHostRollsBackWasNeverThereAsync() // R18
    {
        var lane = await SubscribeAsync();
        await InTransactionAsync(async transaction =>
        {
            await AddInAsync(transaction, Given.Event("evt_1", new NewDelivery(lane, 0)));
            await transaction.RollbackAsync(Cancellation);
        });

        Expect.Empty((await FindAsync(At(1))).Lanes);
        Expect.Empty(await ListAsync(new DeliveryQuery()));
        Expect.False((await AddAsync(Start, Given.Event("evt_1") with { Type = "order.created" })).Events.Single().WasDuplicate);
    }

    private async Task ADuplicateGivesTheFirstDeliveriesAsync() // R14
    {
        var lane = await SubscribeAsync();
        var first = await PublishAsync(lane, "evt_1");
        await InTransactionAsync(async transaction =>
        {
            var again = await AddInAsync(transaction, Given.Event("evt_1", new NewDelivery(lane, 0)), Given.Event("evt_2", new NewDelivery(lane, 0)));
            Expect.Equal([true, false], again.Events.Select(row => row.WasDuplicate));
            Expect.Equal([first], again.Events[0].Deliveries);
            await transaction.CommitAsync(Cancellation);
        });

        Expect.Equal(2, (await ListAsync(new DeliveryQuery())).Count);
    }

    private async Task AfterAConflictTheTransactionGoesOnAsync() // R14
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_2");
        await InTransactionAsync(async transaction =>
        {
            var added = await AddInAsync(
                transaction, Given.Event("evt_1", new NewDelivery(lane, 0)), Given.Event("evt_2", new NewDelivery(lane, 0)) with { DataHash = Given.Hash("other") });
            Expect.Equal((AddOutcome.Conflict, "evt_2"), (added.Outcome, added.ConflictingEventId));
            Expect.Empty(added.Events);
            await AddInAsync(transaction, Given.Event("evt_3", new NewDelivery(lane, 0)));
            await transaction.CommitAsync(Cancellation);
        });

        Expect.Equal(["evt_3", "evt_2"], (await ListAsync(new DeliveryQuery())).Select(row => row.EventId));
    }

    private async Task NobodySeesAnEventBeforeTheCommitAsync() // R18
    {
        var lane = await SubscribeAsync();
        await InTransactionAsync(async transaction =>
        {
            await AddInAsync(transaction, Given.Event("evt_host", new NewDelivery(lane, 0)));
            Expect.Empty((await FindAsync(Start)).Lanes);
            Expect.Empty(await ListAsync(new DeliveryQuery()));
            await transaction.CommitAsync(Cancellation);
        });
        await PublishAsync(lane, "evt_own");

        var claimed = await ClaimLaneAsync(lane, Start);
        Expect.Equal(["evt_host", "evt_own"], claimed.Select(row => row.EventId).Order(StringComparer.Ordinal));
        Expect.Equal(2, claimed.Select(row => row.Id).Distinct().Count());
    }

    private async Task AnEndedTransactionIsRefusedAsync() // R18
    {
        var lane = await SubscribeAsync();
        await InTransactionAsync(async transaction =>
        {
            await transaction.CommitAsync(Cancellation);
            await RefusedAsync(transaction, lane);
        });
    }

    private async Task AForeignTransactionIsRefusedAsync() // R18
    {
        var lane = await SubscribeAsync();
        using var foreign = new ForeignTransaction();
        await RefusedAsync(foreign, lane);
    }

    private async Task ACancelledCallWritesNothingAsync()
    {
        var lane = await SubscribeAsync();
        await InTransactionAsync(async transaction =>
        {
            await Expect.CancelledAsync(() => AddInAsync(transaction, new CancellationToken(canceled: true), Given.Event("evt_1", new NewDelivery(lane, 0))));
            await transaction.RollbackAsync(Cancellation);
        });

        Expect.Empty(await ListAsync(new DeliveryQuery()));
    }

    private async Task RefusedAsync(DbTransaction transaction, SubscriptionId lane)
    {
        try
        {
            await AddInAsync(transaction, Given.Event("evt_1", new NewDelivery(lane, 0)));
        }
        catch (WebhookTransactionException)
        {
            Expect.Empty(await ListAsync(new DeliveryQuery()));
            return;
        }

        throw new ConformanceException("Adding in it should throw a WebhookTransactionException, and it completed.");
    }

    private Task<AddResult> AddInAsync(DbTransaction transaction, params NewEvent[] events) => AddInAsync(transaction, Cancellation, events);

    private Task<AddResult> AddInAsync(DbTransaction transaction, CancellationToken cancellation, params NewEvent[] events) =>
        ((ITransactionalDeliveryStore)Stores.Deliveries).AddAsync(transaction, events, Start, cancellation);

    private async Task InTransactionAsync(Func<DbTransaction, Task> steps)
    {
        var begin = Stores.BeginTransaction
            ?? throw new ConformanceException("The delivery store is an ITransactionalDeliveryStore: give StoreUnderTest.BeginTransaction, so that this can be tried.");
        var transaction = await begin(Cancellation);
        var connection = transaction.Connection;
        try
        {
            await using (transaction)
            {
                await steps(transaction);
            }
        }
        finally
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
