using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>What a webhook's form offers to choose from.</summary>
internal sealed record FormChoices(IReadOnlyList<WebhookEventType> Types, IReadOnlyList<WebhookContract> Contracts, string StandardContract, bool ChoosesTenant)
{
    public static FormChoices Of(Visit visit)
    {
        var contracts = visit.Service<ContractCatalogue>();
        return new FormChoices(visit.Service<EventCatalogue>().All, [contracts.Default, .. contracts.All.Where(contract => contract.Name != contracts.Default.Name)], contracts.Default.Name, !visit.Tenant.IsLimited);
    }
}
