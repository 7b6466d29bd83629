using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Keeps events and deliveries through restarts and hands each due delivery to one worker at a time. What the engine needs; people read through <see cref="IDeliveryLog"/>.</summary>
/// <remarks>
/// Implementations hold no clock and no policy: the caller passes <c>now</c>, the amounts and the decisions. All members are safe to call from
/// several threads and processes at once; each is atomic and, when its task has completed, durable. A database failure is thrown as the provider's
/// own exception. While a delivery is sending, its due time is its lease's end: due and abandoned are one predicate.
/// </remarks>
public interface IDeliveryStore
{
    /// <summary>Stores events, their bodies and their deliveries, all or nothing.</summary>
    /// <param name="events">1 to 1,000, with different ids; stored in this order. An event already stored in its tenant with the same type and data hash is a duplicate, not an error.</param>
    /// <param name="matchedVersion">The store-wide subscription version that the deliveries were matched with; when it has moved, nothing is written. <see langword="null"/>: do not check.</param>
    /// <param name="now">When they are added and, unless already leased, due.</param>
    /// <param name="leaseFor">The lease of deliveries stored already claimed.</param>
    /// <param name="cancellationToken">Cancels before anything is stored; afterwards it has no effect.</param>
    /// <returns>What became of each.</returns>
    Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken);

    /// <summary>Finds lanes with work due: of active subscriptions that do not wait. A publish that commits late is found by the next call, also behind any backlog of another lane.</summary>
    /// <param name="query">Cursor, limit and lanes to leave out.</param>
    /// <param name="now">A row is due when its due time is at or before this.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The lanes.</returns>
    Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Claims due deliveries, and those whose lease has run out. Each row goes to one claimer.</summary>
    /// <param name="claim">Exact amounts.</param>
    /// <param name="cancellationToken">Abandons the claim.</param>
    /// <returns>The claimed deliveries.</returns>
    Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>Stores attempts and moves their deliveries on, in one transaction. Each record is fenced by its lease token.</summary>
    /// <remarks>
    /// An accepted record adds the attempt (counting it), adds a step when it says so, and then:
    /// Next = Pending: due at <see cref="DeliveryRecord.DueAt"/>, lease taken off. Delivered, Failed, Cancelled: finished.
    /// For the triggers Resend and Recover: Delivered finishes the delivery; Failed puts it back to what it was before the resend
    /// (a pending one to the due time it had, and it goes on as scheduled; a terminal one to its terminal state, with its last failure updated unless it was Delivered);
    /// Pending keeps it due as a resend at that time.
    /// A Delivered result of any trigger but Test clears the subscription's failure counters; a failed attempt that counts as a step sets its first failure if there is none;
    /// a scheduled delivery that ends Failed counts in <see cref="StoredSubscription.FailedInARow"/>. Test records touch no subscription.
    /// </remarks>
    /// <param name="records">1 or more, of different deliveries.</param>
    /// <param name="now">When they are finished or, for counters, failed.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>One for each record, in order.</returns>
    Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives back deliveries that were not started: due at the given time, the claim taken back, nothing counted.</summary>
    /// <param name="releases">1 or more.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken);

    /// <summary>Makes one delivery due now, as a resend found apart from the lanes. A pending one keeps the due time it had for later; an ended one starts with a fresh claim count and stays ended unless it succeeds. A row whose lease has run out is pending.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="now">The new due time.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>Whether it is due.</returns>
    Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes failed deliveries of one subscription due now, through its lane, oldest first; tests, and those whose body is purged, are left out.</summary>
    /// <param name="request">Which, and how many.</param>
    /// <param name="now">The new due time.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many, and where to go on.</returns>
    Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Cancels one pending delivery. Cancelling the resend of an ended one leaves it as it had ended.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>What happened.</returns>
    Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Cancels unfinished deliveries, not leased, of deleted subscriptions and of those that have not been active since <paramref name="heldSince"/> or earlier. Of the latter not what a person resends: no pause holds it.</summary>
    /// <param name="heldSince">The hold limit ago.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many; fewer than the limit means that none are left.</returns>
    Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes what is due later than <paramref name="latest"/> due at <paramref name="latest"/>, so that a clock that was wrong once freezes nothing. Waits of subscriptions and the due times kept for later are shortened likewise, and not counted.</summary>
    /// <param name="latest">No due time can rightly be later.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many were moved.</returns>
    Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken);

    /// <summary>Removes one small batch of what is older than its retention. Bodies of unfinished deliveries are never removed.</summary>
    /// <param name="request">The limits.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many rows; 0 means that nothing is left to remove.</returns>
    Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken);

    /// <summary>How much is due now.</summary>
    /// <param name="now">Compared with due times.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The backlog of active lanes.</returns>
    Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
