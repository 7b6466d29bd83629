using System.Text.Json.Serialization;
using CustomStore.Book;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Journal;

/// <summary>One call of a port. Ports are given <c>now</c> and every decision, so the same calls in the same order make the same book: the journal is the calls.</summary>
[JsonDerivedType(typeof(Create), "create")]
[JsonDerivedType(typeof(Update), "update")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Take), "claim")]
[JsonDerivedType(typeof(Record), "record")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Resend), "resend")]
[JsonDerivedType(typeof(Recover), "recover")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(CancelHeld), "cancel-held")]
[JsonDerivedType(typeof(BringForward), "bring-forward")]
[JsonDerivedType(typeof(Purge), "purge")]
internal abstract record Entry
{
    /// <summary>Does it. Says whether anything changed: what did not is not written.</summary>
    public abstract (object? Result, bool Changed) Apply(WebhookBook book);

    public sealed record Create(StoredSubscription Row) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.Subscriptions.Create(Row) is { } made ? (made, true) : (null, false);
    }

    public sealed record Update(StoredSubscription Row) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.Subscriptions.Update(Row) is { } made ? (made, true) : (null, false);
    }

    public sealed record Add(IReadOnlyList<NewEvent> Events, long? Version, DateTimeOffset Now, TimeSpan Lease) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book)
        {
            var added = book.Add(Events, Version, Now, Lease);
            return (added, added.Events.Any(row => !row.WasDuplicate));
        }
    }

    public sealed record Take(Claim Claim) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book)
        {
            var claimed = book.Claim(Claim);
            return (new ClaimResult(claimed), claimed.Count > 0);
        }
    }

    public sealed record Record(IReadOnlyList<DeliveryRecord> Records, DateTimeOffset Now) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book)
        {
            RecordResult[] results = [.. Records.Select(record => book.Record(record, Now))];
            return (results, results.Any(result => result.Accepted));
        }
    }

    public sealed record Release(IReadOnlyList<DeliveryRelease> Releases) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => (null, Releases.Select(book.Release).ToArray().Contains(true));
    }

    public sealed record Resend(DeliveryId Delivery, DateTimeOffset Now) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.Resend(Delivery, Now) is var outcome ? (outcome, outcome == ResendOutcome.Due) : default;
    }

    public sealed record Recover(RecoverRequest Request, DateTimeOffset Now) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.Recover(Request, Now) is var result ? (result, result.Count > 0) : default;
    }

    public sealed record Cancel(DeliveryId Delivery, DateTimeOffset Now) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) =>
            book.Cancel(Delivery, Now) is var outcome ? (outcome, outcome == CancelOutcome.Cancelled) : default;
    }

    public sealed record CancelHeld(DateTimeOffset HeldSince, int Limit, DateTimeOffset Now) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.CancelHeld(HeldSince, Limit, Now) is var count ? (count, count > 0) : default;
    }

    public sealed record BringForward(DateTimeOffset Latest) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => (book.BringForward(Latest), true);
    }

    public sealed record Purge(PurgeRequest Request) : Entry
    {
        public override (object? Result, bool Changed) Apply(WebhookBook book) => book.Purge(Request) is var count ? (count, count > 0) : default;
    }
}
