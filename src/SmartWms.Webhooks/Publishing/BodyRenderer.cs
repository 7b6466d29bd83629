using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Writes an event's bytes, once for each contract in use. They are stored, signed and sent as they are made here.</summary>
internal sealed class BodyRenderer(ContractCatalogue contracts, PublishingOptions options)
{
    private readonly ConcurrentDictionary<WebhookContract, JsonSerializerOptions> _json = new();

    /// <summary>The data as the default contract writes it: what the data hash is taken of, so that it does not depend on who subscribed.</summary>
    public RenderedData Render(NewWebhookEvent webhookEvent)
    {
        var data = Write(webhookEvent, contracts.Default);
        return new RenderedData(webhookEvent, data, SHA256.HashData(data));
    }

    public byte[] Envelope(RenderedData rendered, WebhookContract contract, string id, DateTimeOffset occurredAt)
    {
        var data = rendered.Event.FollowsContract && contract.PropertyNaming != contracts.Default.PropertyNaming
            ? Write(rendered.Event, contract)
            : rendered.Data;
        var body = WebhookEnvelope.Write(id, rendered.Event.Type, occurredAt, data);
        return body.Length <= options.MaxBodyBytes
            ? body
            : throw new WebhookInputException(
                $"The body of {rendered.Event.Type} has {body.Length:N0} bytes; the limit is {options.MaxBodyBytes:N0} (Publishing.MaxBodyBytes). Send a reference instead of the whole.");
    }

    /// <summary>The event with its data written now, once for each naming of this host's contracts. Refuses what would be too large to publish.</summary>
    public NewWebhookEvent Fix(EventPlan plan, WebhookPublishOptions options)
    {
        var webhookEvent = plan.Rendered.Event;
        if (!webhookEvent.FollowsContract)
        {
            _ = Envelope(plan.Rendered, contracts.Default, plan.Id, plan.OccurredAt);
            return webhookEvent.Fixed(options, _ => plan.Rendered.Data);
        }

        var written = new Dictionary<JsonNamingPolicy, byte[]> { [contracts.Default.PropertyNaming] = plan.Rendered.Data };
        foreach (var contract in contracts.All)
        {
            if (!written.ContainsKey(contract.PropertyNaming))
            {
                written.Add(contract.PropertyNaming, Write(webhookEvent, contract));
            }
        }

        var webhook = webhookEvent.Fixed(options, json => written[json!.PropertyNamingPolicy!]);
        foreach (var contract in contracts.All)
        {
            _ = Envelope(plan.Rendered with { Event = webhook }, contract, plan.Id, plan.OccurredAt);
        }

        return webhook;
    }

    private byte[] Write(NewWebhookEvent webhookEvent, WebhookContract contract)
    {
        try
        {
            return webhookEvent.Render(webhookEvent.FollowsContract ? _json.GetOrAdd(contract, OptionsOf) : null);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new WebhookInputException($"The data of {webhookEvent.Type} cannot be written as JSON: {exception.Message}", exception);
        }
    }

    private static JsonSerializerOptions OptionsOf(WebhookContract contract)
    {
        var json = new JsonSerializerOptions
        {
            PropertyNamingPolicy = contract.PropertyNaming,
            Encoder = PlainJsonEncoder.Instance,
        };
        if (contract.TypeInfoResolver is { } resolver)
        {
            json.TypeInfoResolver = resolver;
        }

        return json;
    }
}

/// <summary>An event's data in the default contract, and its hash.</summary>
/// <param name="Event">The event.</param>
/// <param name="Data">UTF-8 JSON.</param>
/// <param name="Hash">SHA-256 of it.</param>
internal sealed record RenderedData(NewWebhookEvent Event, byte[] Data, byte[] Hash);
