using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Turns a stored subscription into what the engine works with.</summary>
internal sealed class SnapshotFactory(
    ContractCatalogue contracts, SubscriptionOptions options, IWebhookSecretProtector protector, ILogger<SnapshotFactory> logger)
{
    // A stored URL that no longer parses must not keep every other webhook from being read; nothing is sent without content.
    private static readonly Uri Nowhere = new("https://invalid.invalid/");

    public SubscriptionSnapshot Make(StoredSubscription stored) => Make(stored, logger);

    /// <summary>Tries again what had no content, without a word: the log knows of it since the first time. Null when it still has none.</summary>
    public SubscriptionSnapshot? MakeAgain(SubscriptionSnapshot snapshot)
    {
        try
        {
            return Make(snapshot.Stored, NullLogger.Instance) is { Content: not null } opened ? opened : null;
        }
        catch (Exception)
        {
            return null;     // whatever a protector throws: it is only a try, and must not end the publish or the claim that it comes with
        }
    }

    private SubscriptionSnapshot Make(StoredSubscription stored, ILogger log)
    {
        var contract = contracts.Find(stored.Contract);
        if (contract is null)
        {
            Log.UnknownContract(log, stored.Id.ToString(), stored.Contract, contracts.Default.Name);
            contract = contracts.Default;
        }

        return new SubscriptionSnapshot
        {
            Stored = stored,
            Contract = contract,
            Filters = [.. stored.EventTypes.Select(text => EventTypeFilter.TryParse(text, out var filter) ? filter : default).Where(filter => filter.Text is not null)],
            Url = Uri.TryCreate(stored.Url, UriKind.Absolute, out var url) ? url : Nowhere,
            Delays = stored.Schedule ?? contract.Delays,
            Deadline = stored.Deadline ?? options.Deadline,
            MaxInFlight = stored.MaxInFlight ?? options.MaxInFlight,
            DebugHeaders = DebugHeaderNames.Of(contract),
            Content = url is null || stored.State == SubscriptionState.Deleted ? null : Open(stored, contract, log),
        };
    }

    private SealedContent? Open(StoredSubscription stored, WebhookContract contract, ILogger log)
    {
        try
        {
            var content = SealedContent.Open(stored.Sealed, protector);
            if (content.CanSign(contract.Scheme))
            {
                return content;
            }

            Log.SecretsNotReadable(log, stored.Id.ToString(), "its contract signs as Standard Webhooks says, and that needs a secret of whsec_ and base64: rotate it");
            return null;
        }
        catch (CryptographicException exception)
        {
            Log.SecretsNotReadable(log, stored.Id.ToString(), WebhookKeyException.ReasonOf(exception));
            return null;
        }
    }
}
