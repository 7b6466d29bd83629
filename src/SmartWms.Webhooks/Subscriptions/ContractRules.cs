using System.Globalization;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What a contract may be.</summary>
internal static class ContractRules
{
    private const int MaxName = 32;

    public static void Check(WebhookContract contract, List<string> errors)
    {
        if (contract.Name.Length is 0 or > MaxName || !contract.Name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            errors.Add($"Contract '{SubscriptionRules.Shown(contract.Name)}': a name has 1 to {MaxName} characters of a-z 0-9 -.");
        }

        if (contract.HeaderPrefix.Length is 0 or > MaxName || !contract.HeaderPrefix.All(char.IsAsciiLetterOrDigit))
        {
            errors.Add($"Contract '{contract.Name}': HeaderPrefix '{SubscriptionRules.Shown(contract.HeaderPrefix)}' is not 1 to {MaxName} letters and digits.");
        }

        if (contract.Scheme is not (SignatureScheme.SmartWms or SignatureScheme.Wms or SignatureScheme.StandardWebhooks))
        {
            errors.Add($"Contract '{contract.Name}': {contract.Scheme} is no signature scheme.");
        }

        if (contract.Jitter is not (>= 0 and <= 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Contract '{contract.Name}': Jitter {contract.Jitter} is not between 0 and 1."));
        }

        var schedule = new List<string>();
        SubscriptionRules.Schedule([.. contract.Delays], schedule);
        errors.AddRange(schedule.Select(error => $"Contract '{contract.Name}': {error}"));
    }
}
