using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Hosting;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>Runs an event's handler once, in a scope of services of its own.</summary>
internal sealed class HandlerRun(WebhookHandlers handlers, IServiceScopeFactory scopes, ReceiverSettings settings, ReceiverMetrics metrics, TimeProvider time)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private JsonSerializerOptions Json => settings.Current is { Json: { } own } ? own : settings.Current.Scheme == SignatureScheme.Wms ? SnakeCase : CamelCase;

    /// <exception cref="JsonException">The event's data does not fit its handler's type.</exception>
    public void Check(WebhookEvent received) => handlers.For(received.Type).Check(received.Data, Json);

    public async Task RunAsync(InboxEntry entry, WebhookEvent received, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var succeeded = false;
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                var webhook = new ReceivedWebhook(received, entry.Body, entry.ReceivedAt, scope.ServiceProvider);
                await handlers.For(received.Type).RunAsync(webhook, Json, cancellationToken).ConfigureAwait(false);
                succeeded = true;
            }
            finally
            {
                metrics.Handled(succeeded, time.GetElapsedTime(start));
            }
        }
    }
}
