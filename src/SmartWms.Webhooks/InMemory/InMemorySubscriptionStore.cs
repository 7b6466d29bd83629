using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Subscriptions in memory.</summary>
/// <param name="database">Shared with the delivery store.</param>
internal sealed class InMemorySubscriptionStore(InMemoryDatabase database) : ISubscriptionStore
{
    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var table = database.Subscriptions;
            List<StoredSubscription> changed = [];
            if (sinceVersion < table.Version)
            {
                changed.AddRange(table.Lanes.Where(lane => lane.Version > sinceVersion).Select(lane => lane.Subscription!));
            }

            return Task.FromResult(new SubscriptionChanges(table.Version, changed));
        }
    }

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(database.Subscriptions.Find(id)?.Subscription);
        }
    }

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(database.Subscriptions.FindByKey(tenantId, key)?.Subscription);
        }
    }

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken)
    {
        var text = query.Text is null ? null : FoldAscii(query.Text);
        List<StoredSubscription> page = [];
        lock (database.Gate)
        {
            var table = database.Subscriptions;
            for (var index = table.IndexAfter(query.After); index < table.Lanes.Count && page.Count < query.PageSize; index++)
            {
                if (Matches(table.Lanes[index].Subscription!, query, text))
                {
                    page.Add(table.Lanes[index].Subscription!);
                }
            }
        }

        return Task.FromResult<IReadOnlyList<StoredSubscription>>(page);
    }

    public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<StoredSubscription?>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(database.Subscriptions.Create(subscription));
        }
    }

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<StoredSubscription?>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(database.Subscriptions.Update(subscription));
        }
    }

    private static bool Matches(StoredSubscription row, SubscriptionQuery query, string? text) =>
        query.Tenant.Includes(row.TenantId)
        && (query.State is { } state ? row.State == state : row.State != SubscriptionState.Deleted)
        && (text is null || FoldAscii(row.Name).Contains(text, StringComparison.Ordinal) || FoldAscii(row.Url).Contains(text, StringComparison.Ordinal));

    private static string FoldAscii(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            folded[index] = char.IsAsciiLetterUpper(source[index]) ? (char)(source[index] | 0x20) : source[index];
        }
    });
}
