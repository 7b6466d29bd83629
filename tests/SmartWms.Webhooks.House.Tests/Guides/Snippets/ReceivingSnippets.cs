// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1305, CA1303, IDE0059
using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

internal static class ReceivingSnippets
{
    public static void Receive(WebApplicationBuilder builder, string secret)
    {
        // snippet: receive-package
        builder.Services.AddWmsWebhookReceiver(o => { o.Scheme = SignatureScheme.SmartWms; o.Secrets.Add(secret); })
            .On<ShippedOrder>(WmsEvents.OrderShipped, async (webhook, cancellationToken) =>
                await webhook.Services.GetRequiredService<Orders>().ShipAsync(webhook.Data, cancellationToken))
            .OnAny((webhook, cancellationToken) => Task.CompletedTask)          // every other type: acknowledged
            .UseDatabaseInbox(services => services.GetRequiredService<DbDataSource>());
        var app = builder.Build();
        app.MapWmsWebhookReceiver("/hooks/wms");
        // end
    }

    public static void ReadFromVault(WebApplicationBuilder builder)
    {
        // snippet: receive-vault
        builder.Services.AddWmsWebhookReceiver(o =>
        {
            o.Scheme = SignatureScheme.StandardWebhooks;
            o.ReadSecrets = async (context, cancellationToken) =>
                await context.RequestServices.GetRequiredService<Vault>().ReadAsync("wms-webhooks", cancellationToken);
        }).OnAny((webhook, cancellationToken) => Task.CompletedTask);
        // end
    }

    public static async Task HandleAsync(ReceivedWebhook webhook, DbDataSource database, CancellationToken cancellationToken)
    {
        // snippet: receive-once
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await DatabaseWebhookInbox.TryMarkHandledAsync(webhook.Id, DateTimeOffset.UtcNow, transaction, cancellationToken: cancellationToken))
        {
            return;     // handled before
        }

        // your own work, in the same transaction
        await transaction.CommitAsync(cancellationToken);
        // end
    }

    public static void Filter(WebApplication app)
    {
        // snippet: receive-filter
        app.MapPost("/hooks/own", (HttpContext context) =>
        {
            var webhook = context.GetWmsWebhook();
            return Results.Ok(webhook.Type);
        }).VerifyWmsWebhook();
        // end
    }

    public static int Verify(string currentSecret, string? previousSecret, byte[] body, Func<string, IEnumerable<string?>?> headers)
    {
        // snippet: receive-verifier
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, currentSecret, previousSecret);       // make one and keep it
        var result = verifier.Verify(body, headers, DateTimeOffset.UtcNow);
        if (result != WebhookVerification.Valid || !WebhookEnvelope.TryRead(body, out var received))
        {
            return 401;
        }
        // end
        return received.Id.Length;
    }

    internal sealed record ShippedOrder(string OrderId);

    internal sealed class Orders
    {
        public Task ShipAsync(ShippedOrder order, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal sealed class Vault
    {
        public Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
