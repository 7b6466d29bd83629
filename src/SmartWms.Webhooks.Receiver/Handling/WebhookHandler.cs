using System.Text.Json;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>What is done with one type of event.</summary>
internal sealed class WebhookHandler
{
    private readonly Action<JsonElement, JsonSerializerOptions>? _check;
    private readonly Func<ReceivedWebhook, JsonSerializerOptions, CancellationToken, Task> _run;

    public WebhookHandler(Func<ReceivedWebhook, CancellationToken, Task> run) => _run = (received, _, cancellationToken) => run(received, cancellationToken);

    private WebhookHandler(Action<JsonElement, JsonSerializerOptions> check, Func<ReceivedWebhook, JsonSerializerOptions, CancellationToken, Task> run) => (_check, _run) = (check, run);

    public static WebhookHandler For<T>(Func<JsonElement, JsonSerializerOptions, T?> read, Func<ReceivedWebhook<T>, CancellationToken, Task> handler)
    {
        T Read(JsonElement data, JsonSerializerOptions json) => read(data, json) ?? throw new JsonException("The data is null.");
        return new(
            (data, json) => Read(data, json),
            (received, json, cancellationToken) => handler(new ReceivedWebhook<T>(received, Read(received.Event.Data, json)), cancellationToken));
    }

    /// <summary>Asked before a webhook is acknowledged: one whose data does not fit would be lost.</summary>
    /// <exception cref="JsonException">The data cannot be read.</exception>
    public void Check(JsonElement data, JsonSerializerOptions json) => _check?.Invoke(data, json);

    public Task RunAsync(ReceivedWebhook received, JsonSerializerOptions json, CancellationToken cancellationToken) => _run(received, json, cancellationToken);
}
