using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Webhooks as people and code handle them. Every change is read, decided and written with the version it was read with.</summary>
internal sealed class WebhookSubscriptions(
    ISubscriptionStore store, SubscriptionForm form, SubscriptionOptions options, IWebhookSecretProtector protector,
    SubscriptionEvents events, EngineClock clock, ILogger<WebhookSubscriptions> logger) : IWebhookSubscriptions
{
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    public async Task<WebhookWithSecret> CreateAsync(NewWebhookSubscription subscription, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var now = clock.Now;
        var (stored, content) = form.Create(subscription, key: null, now);
        var created = await store.CreateAsync(stored, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The subscription store refused a webhook without a key as a duplicate.");
        Log.WebhookCreated(logger, created.Id.ToString(), created.Contract);
        return new WebhookWithSecret(SubscriptionView.Of(created, content, now), content.Secrets.Current);
    }

    public async Task<WebhookSubscription?> FindAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        await ReadAsync(id, tenant, cancellationToken).ConfigureAwait(false) is { } stored ? View(stored) : null;

    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query.PageSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 200, nameof(query.PageSize));
        var page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. page.Select(View)];
    }

    public async Task<WebhookSubscription> UpdateAsync(
        SubscriptionId id, WebhookSubscriptionUpdate update, long version, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var stored = await GetAsync(id, tenant, cancellationToken).ConfigureAwait(false);
        if (stored.Version != version)
        {
            throw Moved(id, version);
        }

        var changed = form.Apply(stored, Open(stored), update);
        var written = await store.UpdateAsync(changed, cancellationToken).ConfigureAwait(false) ?? throw Moved(id, version);
        Changed(id, "updated");
        return View(written);
    }

    public Task<WebhookSubscription> PauseAsync(SubscriptionId id, string? reason = null, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        if (reason?.Length > SubscriptionRules.MaxReason)
        {
            throw new ArgumentException($"A reason has at most {SubscriptionRules.MaxReason} characters, not {reason.Length}.", nameof(reason));
        }

        return ChangeAsync(id, tenant, "paused", stored => SubscriptionTransitions.Pause(stored, reason, clock.Now), cancellationToken);
    }

    public Task<WebhookSubscription> ResumeAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, "resumed", stored => SubscriptionTransitions.Resume(stored, clock.Now), cancellationToken);

    public Task<WebhookSubscription> EnableAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, "enabled", stored => SubscriptionTransitions.Enable(stored, clock.Now), cancellationToken);

    public Task DeleteAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, "deleted", stored => SubscriptionTransitions.Delete(stored, clock.Now), cancellationToken);

    public async Task<WebhookWithSecret> RotateSecretAsync(
        SubscriptionId id, string? secret = null, TimeSpan? overlap = null, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        var lasting = overlap ?? options.RotationOverlap;
        if (lasting < TimeSpan.Zero || lasting > MaxOverlap)
        {
            throw new ArgumentOutOfRangeException(nameof(overlap), lasting, "An overlap lasts 0 to 7 days.");
        }

        WebhookSecret? next = null;
        var webhook = await ChangeAsync(
            id, tenant, "given a new secret",
            stored =>
            {
                next ??= form.NewSecret(secret, stored);
                var content = Open(stored);
                if (lasting > TimeSpan.Zero && content.Secrets.IsOverlapping(clock.Now))
                {
                    throw new InvalidOperationException($"{id} is rotating already, until {content.Secrets.OverlapEndsAt:u}. Activate the new secret first, or rotate with no overlap.");
                }

                return stored with { Sealed = (content with { Secrets = content.Secrets.Rotate(next, clock.Now, lasting) }).Seal(protector) };
            },
            cancellationToken).ConfigureAwait(false);
        return new WebhookWithSecret(webhook, next!);
    }

    public Task<WebhookSubscription> ActivateSecretAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id, tenant, "switched to its new secret",
            stored =>
            {
                var content = Open(stored);
                return stored with { Sealed = (content with { Secrets = content.Secrets.Activate() }).Seal(protector) };
            },
            cancellationToken);

    /// <summary>Reads, decides, writes; again when somebody else was faster. A decision that changes nothing writes nothing.</summary>
    private async Task<WebhookSubscription> ChangeAsync(
        SubscriptionId id, TenantScope tenant, string what, Func<StoredSubscription, StoredSubscription> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await GetAsync(id, tenant, cancellationToken).ConfigureAwait(false);
            var changed = decide(stored);
            if (ReferenceEquals(changed, stored))
            {
                return View(stored);
            }

            if (await store.UpdateAsync(changed, cancellationToken).ConfigureAwait(false) is { } written)
            {
                Changed(id, what);
                return View(written);
            }
        }
    }

    /// <summary>It is stored: this node reads it with its next look, the others with their next publish or claim.</summary>
    private void Changed(SubscriptionId id, string what)
    {
        Log.WebhookChanged(logger, id.ToString(), what);
        events.Changed();
    }

    private async Task<StoredSubscription> GetAsync(SubscriptionId id, TenantScope tenant, CancellationToken cancellationToken) =>
        await ReadAsync(id, tenant, cancellationToken).ConfigureAwait(false) ?? throw new WebhookNotFoundException($"There is no webhook {id}.");

    private async Task<StoredSubscription?> ReadAsync(SubscriptionId id, TenantScope tenant, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return stored is not null && stored.State != SubscriptionState.Deleted && tenant.Includes(stored.TenantId) ? stored : null;
    }

    private SealedContent Open(StoredSubscription stored) => SealedContent.Open(stored.Sealed, protector);

    private WebhookSubscription View(StoredSubscription stored)
    {
        SealedContent? content = null;
        try
        {
            content = Open(stored);
        }
        catch (System.Security.Cryptography.CryptographicException exception)
        {
            Log.SecretsNotReadable(logger, stored.Id.ToString(), exception.GetType().Name);
        }

        return SubscriptionView.Of(stored, content, clock.Now);
    }

    private static WebhookConflictException Moved(SubscriptionId id, long version) =>
        new($"{id} has changed since version {version} was read. Read it again and apply the change again.");
}
