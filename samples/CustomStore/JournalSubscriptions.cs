using CustomStore.Journal;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore;

/// <summary>Subscriptions in the journal.</summary>
internal sealed class JournalSubscriptions(Keeper keeper) : ISubscriptionStore
{
    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        Task.FromResult(keeper.Read(book => new SubscriptionChanges(book.Subscriptions.Version, [.. book.Subscriptions.All.Where(row => row.Version > sinceVersion)])));

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        Task.FromResult(keeper.Read(book => book.Subscriptions.Find(id)));

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken) =>
        Task.FromResult(keeper.Read(book => book.Subscriptions.FindByKey(tenantId, key)));

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSubscription>>(keeper.Read(book => book.Subscriptions.All.Where(row => IsWanted(row, query)).Take(query.PageSize).ToArray()));

    public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<StoredSubscription?>(new Entry.Create(subscription), cancellationToken);

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<StoredSubscription?>(new Entry.Update(subscription), cancellationToken);

    private static bool IsWanted(StoredSubscription row, SubscriptionQuery query) =>
        row.Id > query.After && query.Tenant.Includes(row.TenantId)
        && (query.State is { } state ? row.State == state : row.State != SubscriptionState.Deleted)
        && (query.Text is not { } text || Lower(row.Name).Contains(Lower(text), StringComparison.Ordinal) || Lower(row.Url).Contains(Lower(text), StringComparison.Ordinal));

    private static string Lower(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));
}
