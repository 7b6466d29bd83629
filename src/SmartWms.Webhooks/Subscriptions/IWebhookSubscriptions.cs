namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What people and code do with webhooks. Every method takes an optional tenant scope; outside it nothing exists.</summary>
/// <remarks>
/// Bad input is a <see cref="WebhookInputException"/>, an <see cref="ArgumentException"/> that names the value, the rule and the limit (never a secret's value), and nothing is stored.
/// A missing webhook is a <see cref="WebhookNotFoundException"/>. A change holds on all nodes at once.
/// </remarks>
public interface IWebhookSubscriptions
{
    /// <summary>Makes a webhook, active at once.</summary>
    /// <param name="subscription">The form.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook, and its secret to be shown this once.</returns>
    /// <exception cref="WebhookInputException">A field breaks a rule; the message names all of them.</exception>
    Task<WebhookWithSecret> CreateAsync(NewWebhookSubscription subscription, CancellationToken cancellationToken = default);

    /// <summary>One webhook.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The webhook, or <see langword="null"/>. A deleted one is not found.</returns>
    Task<WebhookSubscription?> FindAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>A page of webhooks, by id.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="SubscriptionQuery.PageSize"/>.</returns>
    Task<IReadOnlyList<WebhookSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Changes a webhook, if nobody else has since it was read.</summary>
    /// <param name="id">Which.</param>
    /// <param name="update">What to change.</param>
    /// <param name="version">The <see cref="WebhookSubscription.Version"/> it was read with.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The changed webhook.</returns>
    /// <exception cref="WebhookInputException">A field breaks a rule.</exception>
    /// <exception cref="WebhookConflictException">The version has moved; nothing was written.</exception>
    Task<WebhookSubscription> UpdateAsync(SubscriptionId id, WebhookSubscriptionUpdate update, long version, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Stops sending; events go on being kept for it, up to the hold limit. Pausing a paused one changes nothing.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for people; at most 500 characters.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook.</returns>
    Task<WebhookSubscription> PauseAsync(SubscriptionId id, string? reason = null, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Goes on after a pause; what was held drains within cap and rate.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook.</returns>
    /// <exception cref="WebhookStateException">The engine disabled it: enable it instead.</exception>
    Task<WebhookSubscription> ResumeAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Enables a webhook that the engine disabled (or a paused one): counters start anew, what was held drains within cap and rate.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook.</returns>
    Task<WebhookSubscription> EnableAsync(SubscriptionId id, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Takes a webhook away; its unfinished deliveries are cancelled by the next sweep, its log stays until retention removes it.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="version">Only if it is still the <see cref="WebhookSubscription.Version"/> that was read; <see langword="null"/>: whatever it is.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    /// <exception cref="WebhookConflictException">The version has moved; nothing was written.</exception>
    Task DeleteAsync(SubscriptionId id, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives a webhook a new secret. While the overlap lasts, SmartWms and Wms (their header holds one value) go on signing with the old one and Standard Webhooks signs with both.
    /// Of two rotations at once one wins and the other is refused: no secret is returned that never signs. Give the version that was read, and so does the later of two people.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="secret">The new secret; <see langword="null"/>: generated.</param>
    /// <param name="overlap">0 to 7 days; <see langword="null"/>: the host's default, 24 hours. Zero replaces the secret at once.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="version">Only if it is still the <see cref="WebhookSubscription.Version"/> that was read; <see langword="null"/>: whatever it is.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook, and the new secret to be shown this once.</returns>
    /// <exception cref="WebhookStateException">A rotation is under way: activate it first, or rotate with no overlap.</exception>
    /// <exception cref="WebhookConflictException">The version has moved, or somebody else rotated at the same time; nothing was written.</exception>
    Task<WebhookWithSecret> RotateSecretAsync(
        SubscriptionId id, string? secret = null, TimeSpan? overlap = null, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a rotation's overlap now: from here on only the new secret signs. Where none is under way nothing changes.</summary>
    /// <param name="id">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="version">Only if it is still the <see cref="WebhookSubscription.Version"/> that was read, with the secret that the receiver confirmed; <see langword="null"/>: whatever it is.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook.</returns>
    /// <exception cref="WebhookConflictException">The version has moved; nothing was written.</exception>
    Task<WebhookSubscription> ActivateSecretAsync(SubscriptionId id, TenantScope tenant = default, long? version = null, CancellationToken cancellationToken = default);

    /// <summary>Pauses every active webhook of a tenant, or of all, for example while something downstream is repaired. One that is made meanwhile is not paused.</summary>
    /// <param name="tenant">Whose; default: everybody's.</param>
    /// <param name="cancellationToken">Stops between webhooks.</param>
    /// <returns>How many were paused.</returns>
    Task<int> PauseAllAsync(TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>Resumes those that <see cref="PauseAllAsync"/> paused; what a person or the engine stopped by itself stays stopped.</summary>
    /// <param name="tenant">Whose; default: everybody's.</param>
    /// <param name="cancellationToken">Stops between webhooks.</param>
    /// <returns>How many go on.</returns>
    Task<int> ResumeAllAsync(TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// Seals the secrets and header values of every webhook anew, with the protector as it is now: after a new key became the current one, or a protector was added. Afterwards no webhook
    /// needs an older key. Those that cannot be opened are logged (1804) and left as they are. It can be run again at any time.
    /// </summary>
    /// <param name="cancellationToken">Stops between webhooks.</param>
    /// <returns>How many were sealed anew; those that the current key of a <see cref="Secrets.WebhookKeyRing"/> has sealed already are not counted.</returns>
    Task<int> ResealAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes webhooks as JSON lines, to be imported into another store (from SQLite to PostgreSQL). Secrets and header values go as the secret protector sealed them; where the host has none,
    /// they stand in the file as they are: keep it as you keep secrets. Events and deliveries are not part of it: stop publishing and let pending deliveries drain first.
    /// </summary>
    /// <param name="destination">UTF-8, one webhook a line; not closed.</param>
    /// <param name="tenant">Whose; default: everybody's.</param>
    /// <param name="cancellationToken">Abandons the export.</param>
    /// <returns>How many. Deleted ones are left out.</returns>
    Task<int> ExportAsync(Stream destination, TenantScope tenant = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the webhooks of an export: with new ids, and with their tenants, keys, secrets, settings and states as they were. What is there already is skipped, so an import that was
    /// interrupted can be run again. This host needs the keys of the secret protector that sealed the secrets, and the event types and contracts that they name.
    /// </summary>
    /// <param name="source">What <see cref="ExportAsync"/> wrote; not closed.</param>
    /// <param name="cancellationToken">Stops between webhooks.</param>
    /// <returns>How many were made, and how many were there.</returns>
    /// <exception cref="WebhookInputException">A line is not valid here; the message names every line and why, never a secret. Nothing is stored.</exception>
    Task<WebhookImport> ImportAsync(Stream source, CancellationToken cancellationToken = default);
}
