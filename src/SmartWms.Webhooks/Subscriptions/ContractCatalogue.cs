using System.Collections.Frozen;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The contracts of this host by name, and its default one.</summary>
public sealed class ContractCatalogue
{
    private readonly FrozenDictionary<string, WebhookContract> _contracts;

    internal ContractCatalogue(IEnumerable<WebhookContract> contracts, WebhookContract standard)
    {
        var byName = new Dictionary<string, WebhookContract>(StringComparer.Ordinal);
        foreach (var contract in contracts.Append(standard))
        {
            byName[contract.Name] = contract;
        }

        _contracts = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Default = standard;
    }

    /// <summary>The contract of subscriptions that name none.</summary>
    public WebhookContract Default { get; }

    /// <summary>Every contract, by name.</summary>
    public IEnumerable<WebhookContract> All => _contracts.Values.OrderBy(contract => contract.Name, StringComparer.Ordinal);

    /// <summary>Looks a contract up.</summary>
    /// <param name="name">E.g. <c>smartwms</c>.</param>
    /// <returns>The contract, or <see langword="null"/> when none has this name.</returns>
    public WebhookContract? Find(string name) => _contracts.GetValueOrDefault(name);
}
