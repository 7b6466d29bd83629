using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Webhooks as people and code handle them. Every change is read, decided and written with the version it was read with.</summary>
internal sealed class WebhookSubscriptions(
    ISubscriptionStore store, SubscriptionForm form, SubscriptionOptions options, IWebhookSecretProtector protector,
    SubscriptionEvents events, SubscriptionTransfer transfer, AuditTrail audit, EngineClock clock, ILogger<WebhookSubscriptions> logger) : IWebhookSubscriptions
{
    private const string PausedByOperator = "Paused by an operator (all).";
    private const int AtOnce = 200;

    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    public async Task<WebhookWithSecret> CreateAsync(NewWebhookSubscription subscription, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var now = clock.Now;
        var (stored, content) = form.Create(subscription, key: null, now);
        var created = await store.CreateAsync(stored, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The subscription store refused a webhook without a key as a duplicate.");
        Log.WebhookCreated(logger, created.Id.ToString(), created.Contract);
        await audit.WriteAsync(AuditAction.Created, created).ConfigureAwait(false);
        return new WebhookWithSecret(SubscriptionView.Of(created, content, now), content.Secrets.Current);
    }

    public async Task<WebhookSubscription?> FindAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        await ReadAsync(id, tenant, cancellationToken).ConfigureAwait(false) is { } stored ? View(stored) : null;

    public async Task<IReadOnlyList<WebhookSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query.PageSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 200, nameof(query.PageSize));
        SubscriptionRules.RequireText(query.Text, "a text to search for", nameof(query));
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

        var before = Open(stored);
        var changed = form.Apply(stored, before, update);
        var written = await store.UpdateAsync(changed, cancellationToken).ConfigureAwait(false) ?? throw Moved(id, version);
        await ChangedAsync(written, AuditAction.Updated, ChangedFields.Of(stored, changed, !Open(changed).Headers.ToHashSet().SetEquals(before.Headers))).ConfigureAwait(false);
        return View(written);
    }

    public Task<WebhookSubscription> PauseAsync(SubscriptionId id, string? reason = null, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        if (reason?.Length > SubscriptionRules.MaxReason)
        {
            throw new WebhookInputException($"A reason has at most {SubscriptionRules.MaxReason} characters, not {reason.Length}.", nameof(reason));
        }

        SubscriptionRules.RequireText(reason, "a reason", nameof(reason));
        return ChangeAsync(id, tenant, AuditAction.Paused, stored => SubscriptionTransitions.Pause(stored, reason, clock.Now), cancellationToken);
    }

    public Task<WebhookSubscription> ResumeAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, AuditAction.Resumed, stored => SubscriptionTransitions.Resume(stored, clock.Now), cancellationToken);

    public Task<WebhookSubscription> EnableAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, AuditAction.Enabled, stored => SubscriptionTransitions.Enable(stored, clock.Now), cancellationToken);

    public Task DeleteAsync(SubscriptionId id, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, tenant, AuditAction.Deleted, stored => SubscriptionTransitions.Delete(stored, clock.Now), version, cancellationToken);

    public async Task<WebhookWithSecret> RotateSecretAsync(
        SubscriptionId id, string? secret = null, TimeSpan? overlap = null, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default)
    {
        var lasting = overlap ?? options.RotationOverlap;
        if (lasting < TimeSpan.Zero || lasting > MaxOverlap)
        {
            throw new WebhookInputException($"An overlap lasts 0 to 7 days, not {lasting}.", nameof(overlap));
        }

        (WebhookSecret? next, WebhookSecret? before) = (null, null);
        var webhook = await ChangeAsync(
            id, tenant, AuditAction.SecretRotated,
            stored =>
            {
                next ??= form.NewSecret(secret, stored);
                var content = Open(stored);
                if (lasting > TimeSpan.Zero && content.Secrets.IsOverlapping(clock.Now))
                {
                    throw new WebhookStateException($"{id} is rotating already, until {content.Secrets.OverlapEndsAt:u}. Activate the new secret first, or rotate with no overlap.");
                }

                // Read again as another write was faster: if that was a rotation too, its secret is on a person's screen by now.
                if (before is not null && !before.Equals(content.Secrets.Current))
                {
                    throw new WebhookConflictException($"{id} was given another secret by somebody else meanwhile. Read it again before rotating it.");
                }

                before = content.Secrets.Current;
                return stored with { Sealed = (content with { Secrets = content.Secrets.Rotate(next, clock.Now, lasting) }).Seal(protector) };
            },
            version,
            cancellationToken).ConfigureAwait(false);
        return new WebhookWithSecret(webhook, next!);
    }

    public Task<WebhookSubscription> ActivateSecretAsync(SubscriptionId id, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id, tenant, AuditAction.SecretActivated,
            stored =>
            {
                var content = Open(stored);
                return content.Secrets.IsOverlapping(clock.Now) ? stored with { Sealed = (content with { Secrets = content.Secrets.Activate() }).Seal(protector) } : stored;
            },
            version,
            cancellationToken);

    public Task<int> PauseAllAsync(TenantScope tenant = default, CancellationToken cancellationToken = default) => ChangeAllAsync(
        tenant, SubscriptionState.Active, AuditAction.Paused, stored => SubscriptionTransitions.Pause(stored, PausedByOperator, clock.Now), cancellationToken);

    public Task<int> ResumeAllAsync(TenantScope tenant = default, CancellationToken cancellationToken = default) => ChangeAllAsync(
        tenant, SubscriptionState.Paused, AuditAction.Resumed,
        stored => stored is { State: SubscriptionState.Paused, StateReason: PausedByOperator } ? SubscriptionTransitions.Resume(stored, clock.Now) : stored,
        cancellationToken);

    public Task<int> ResealAsync(CancellationToken cancellationToken = default) => ChangeAllAsync(default, null, AuditAction.Resealed, Reseal, cancellationToken);

    public Task<int> ExportAsync(Stream destination, TenantScope tenant = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return transfer.ExportAsync(destination, tenant, cancellationToken);
    }

    public async Task<WebhookImport> ImportAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var import = await transfer.ImportAsync(source, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(AuditAction.Imported, null, null, $"{import.Imported} imported").ConfigureAwait(false);
        return import;
    }

    /// <summary>One after the other, each by itself: what somebody deletes meanwhile is left out.</summary>
    private async Task<int> ChangeAllAsync(
        TenantScope tenant, SubscriptionState? state, AuditAction what, Func<StoredSubscription, StoredSubscription> decide, CancellationToken cancellationToken)
    {
        var changed = 0;
        IReadOnlyList<StoredSubscription> page = [];
        do
        {
            var query = new SubscriptionQuery { Tenant = tenant, State = state, After = page.Count == 0 ? default : page[^1].Id, PageSize = AtOnce };
            page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var listed in page)
            {
                for (StoredSubscription? stored = listed; stored is not null; stored = await ReadAsync(listed.Id, tenant, cancellationToken).ConfigureAwait(false))
                {
                    var wanted = decide(stored);
                    if (ReferenceEquals(wanted, stored))
                    {
                        break;
                    }

                    if (await store.UpdateAsync(wanted, cancellationToken).ConfigureAwait(false) is { } written)
                    {
                        await ChangedAsync(written, what).ConfigureAwait(false);
                        changed++;
                        break;
                    }
                }
            }
        }
        while (page.Count == AtOnce);

        return changed;
    }

    private Task<WebhookSubscription> ChangeAsync(
        SubscriptionId id, TenantScope tenant, AuditAction what, Func<StoredSubscription, StoredSubscription> decide, CancellationToken cancellationToken) =>
        ChangeAsync(id, tenant, what, decide, version: null, cancellationToken);

    /// <summary>Reads, decides, writes; again when somebody else was faster, unless one version was meant. A decision that changes nothing writes nothing.</summary>
    private async Task<WebhookSubscription> ChangeAsync(
        SubscriptionId id, TenantScope tenant, AuditAction what, Func<StoredSubscription, StoredSubscription> decide, long? version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await GetAsync(id, tenant, cancellationToken).ConfigureAwait(false);
            if (version is { } meant && stored.Version != meant)
            {
                throw Moved(id, meant);
            }

            var changed = decide(stored);
            if (ReferenceEquals(changed, stored))
            {
                return View(stored);
            }

            if (await store.UpdateAsync(changed, cancellationToken).ConfigureAwait(false) is { } written)
            {
                await ChangedAsync(written, what).ConfigureAwait(false);
                return View(written);
            }
        }
    }

    /// <summary>It is stored: this node reads it with its next look, the others with their next publish or claim.</summary>
    private async Task ChangedAsync(StoredSubscription written, AuditAction what, string detail = "")
    {
        Log.WebhookChanged(logger, written.Id.ToString(), what.ToString());
        events.Changed();
        await audit.WriteAsync(what, written, detail).ConfigureAwait(false);
    }

    private async Task<StoredSubscription> GetAsync(SubscriptionId id, TenantScope tenant, CancellationToken cancellationToken) =>
        await ReadAsync(id, tenant, cancellationToken).ConfigureAwait(false) ?? throw new WebhookNotFoundException($"There is no webhook {id}.");

    private async Task<StoredSubscription?> ReadAsync(SubscriptionId id, TenantScope tenant, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return stored is not null && stored.State != SubscriptionState.Deleted && tenant.Includes(stored.TenantId) ? stored : null;
    }

    private StoredSubscription Reseal(StoredSubscription stored)
    {
        if (protector is WebhookKeyRing ring && ring.IsCurrent(stored.Sealed))
        {
            return stored;
        }

        return TryOpen(stored) is { } content ? stored with { Sealed = content.Seal(protector) } : stored;
    }

    private SealedContent Open(StoredSubscription stored) => SealedContent.Open(stored.Sealed, protector);

    private WebhookSubscription View(StoredSubscription stored) => SubscriptionView.Of(stored, TryOpen(stored), clock.Now);

    private SealedContent? TryOpen(StoredSubscription stored)
    {
        if (stored.State == SubscriptionState.Deleted)
        {
            return null;
        }

        try
        {
            return Open(stored);
        }
        catch (System.Security.Cryptography.CryptographicException exception)
        {
            Log.SecretsNotReadable(logger, stored.Id.ToString(), WebhookKeyException.ReasonOf(exception));
            return null;
        }
    }

    private static WebhookConflictException Moved(SubscriptionId id, long version) =>
        new($"{id} has changed since version {version} was read. Read it again and apply the change again.");
}
