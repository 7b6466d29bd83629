using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>What a contract promises its receiver, in words.</summary>
internal static class Promise
{
    public static IEnumerable<string> Of(Ui ui, WebhookContract contract, IReadOnlyList<TimeSpan>? schedule = null)
    {
        var delays = schedule ?? contract.Delays;
        yield return Signature(ui, contract);
        yield return ui.T["promise.schedule", delays.Count + 1, string.Join(", ", delays.Select(ui.Moments.Span))];
        yield return ui.T[$"promise.{contract.AfterLastAttempt}"];
        if (contract.DisablesWhenGone)
        {
            yield return ui.T["promise.gone"];
        }
    }

    /// <summary>Which header carries the signature, and how it is written.</summary>
    public static string Signature(Ui ui, WebhookContract contract) => contract.Scheme == SignatureScheme.StandardWebhooks
        ? ui.T["promise.standard"]
        : ui.T[contract.Scheme == SignatureScheme.Wms ? "promise.prefixed" : "promise.hex", SignatureHeaders.OfBody(contract.Scheme)];
}
