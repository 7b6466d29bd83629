using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
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

    public SubscriptionSnapshot Make(StoredSubscription stored)
    {
        var contract = contracts.Find(stored.Contract);
        if (contract is null)
        {
            Log.UnknownContract(logger, stored.Id.ToString(), stored.Contract, contracts.Default.Name);
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
            Content = url is null || stored.State == SubscriptionState.Deleted ? null : Open(stored, contract),
        };
    }

    private SealedContent? Open(StoredSubscription stored, WebhookContract contract)
    {
        try
        {
            var content = SealedContent.Open(stored.Sealed, protector);
            if (content.CanSign(contract.Scheme))
            {
                return content;
            }

            Log.SecretsNotReadable(logger, stored.Id.ToString(), "its contract signs as Standard Webhooks says, and that needs a secret of whsec_ and base64: rotate it");
            return null;
        }
        catch (CryptographicException exception)
        {
            Log.SecretsNotReadable(logger, stored.Id.ToString(), WebhookKeyException.ReasonOf(exception));
            return null;
        }
    }
}
