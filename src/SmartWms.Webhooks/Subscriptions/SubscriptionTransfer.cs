using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Webhooks out of one store and into another, as JSON lines. Secrets go as they lie in the store: sealed.</summary>
internal sealed class SubscriptionTransfer(ISubscriptionStore store, SubscriptionRules rules, IWebhookSecretProtector protector, SubscriptionEvents events)
{
    private const int PageSize = 200;

    public async Task<int> ExportAsync(Stream destination, TenantScope tenant, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var stored in AllAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(ExportedWebhook.Of(stored), ExportJson.Default.ExportedWebhook), (byte)'\n'];
            await destination.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    public async Task<WebhookImport> ImportAsync(Stream source, CancellationToken cancellationToken)
    {
        var webhooks = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
        var there = new HashSet<(string?, string?, string, string, long)>();
        await foreach (var stored in AllAsync(default, cancellationToken).ConfigureAwait(false))
        {
            there.Add(Mark(stored));
        }

        var imported = 0;
        foreach (var webhook in webhooks)
        {
            if (there.Add(Mark(webhook)) && await store.CreateAsync(webhook, cancellationToken).ConfigureAwait(false) is not null)
            {
                imported++;
            }
        }

        events.Changed();
        return new WebhookImport(imported, webhooks.Count - imported);
    }

    /// <summary>All are read and looked at before the first is stored.</summary>
    private async Task<List<StoredSubscription>> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var (webhooks, errors, number) = (new List<StoredSubscription>(), new List<string>(), 0);
        using var reader = new StreamReader(source, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (line.Length > 0)
            {
                var found = new List<string>();
                webhooks.Add(Parse(line, found));
                errors.AddRange(found.Select(error => $"Line {number}: {error}"));
            }
        }

        SubscriptionRules.ThrowIfAny(errors, nameof(source));
        return webhooks;
    }

    private StoredSubscription Parse(string line, List<string> errors)
    {
        ExportedWebhook? webhook = null;
        try
        {
            webhook = JsonSerializer.Deserialize(line, ExportJson.Default.ExportedWebhook);
        }
        catch (JsonException)
        {
            // Its message could quote the line.
            webhook = null;
        }

        if (webhook is not { Format: ExportedWebhook.CurrentFormat, State: not SubscriptionState.Deleted })
        {
            errors.Add("this is no webhook of an export that this version reads.");
            return new ExportedWebhook().ToStored();
        }

        var stored = webhook.ToStored();
        Check(stored, errors);

        // What is masked is told by the names: those of the values that are really sealed count.
        return stored with { Url = rules.Url(stored.Url, []) ?? stored.Url, HeaderNames = HeadersOf(stored, errors) };
    }

    private void Check(StoredSubscription stored, List<string> errors)
    {
        SubscriptionRules.Name(stored.Name, errors);
        SubscriptionRules.Tenant(stored.TenantId, errors);
        _ = rules.Url(stored.Url, errors);
        rules.EventTypes([.. stored.EventTypes], errors);
        SubscriptionRules.Channels([.. stored.Channels], SubscriptionRules.MaxChannels, errors);
        _ = rules.Contract(stored.Contract, errors);
        SubscriptionRules.Schedule(stored.Schedule?.ToList(), errors);
        SubscriptionRules.Deadline(stored.Deadline, errors);
        SubscriptionRules.MaxInFlight(stored.MaxInFlight, errors);
        SubscriptionRules.Rate(stored.Rate, errors);
    }

    private string[] HeadersOf(StoredSubscription stored, List<string> errors)
    {
        try
        {
            var content = SealedContent.Open(stored.Sealed, protector);
            if (rules.Contract(stored.Contract, []) is { } contract && !content.CanSign(contract.Scheme))
            {
                errors.Add($"the secret of '{SubscriptionRules.Shown(stored.Name)}' cannot sign in its contract '{contract.Name}': Standard Webhooks needs 'whsec_' and the base64 of 24 to 64 bytes. Export it from a host with the same contract, or rotate it there first.");
            }

            var headers = content.Headers;
            rules.Headers(headers, errors);
            return [.. headers.Select(header => header.Key)];
        }
        catch (CryptographicException)
        {
            errors.Add($"the secrets of '{SubscriptionRules.Shown(stored.Name)}' cannot be opened here. Give this host the keys of the secret protector that sealed them, then import again.");
            return [];
        }
    }

    private async IAsyncEnumerable<StoredSubscription> AllAsync(TenantScope tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredSubscription> page = [];
        do
        {
            var query = new SubscriptionQuery { Tenant = tenant, After = page.Count == 0 ? default : page[^1].Id, PageSize = PageSize };
            page = await store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var stored in page)
            {
                yield return stored;
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>By what one imported before is recognised; milliseconds, as stores keep times to different fractions.</summary>
    private static (string? Tenant, string? Key, string Name, string Url, long CreatedAt) Mark(StoredSubscription stored) =>
        (stored.TenantId, stored.Key, stored.Name, stored.Url, stored.CreatedAt.ToUnixTimeMilliseconds());
}
