using System.Text;
using System.Text.Json;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Testing;

/// <summary>One whole request as a <see cref="ScriptedReceiver"/> got it.</summary>
public sealed class ReceivedRequest
{
    internal ReceivedRequest()
    {
    }

    /// <summary>Numbered from 1 in the order of arrival.</summary>
    public int Number { get; internal set; }

    /// <summary>Path with its query, as on the request line.</summary>
    public required string Target { get; init; }

    /// <summary>Each header line once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body's bytes, untouched.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The receiver's clock when it had come.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>What came of verifying it; <see cref="WebhookVerification.NotVerified"/> when the receiver knows no secret.</summary>
    public WebhookVerification Verification { get; internal set; }

    /// <summary>What it was answered.</summary>
    public ReceiverAnswer Answer { get; internal set; } = ReceiverAnswer.Ok;

    /// <summary>The release that it waits for, should it hang: known before anybody can see the request, so that a release right after is not missed.</summary>
    internal Task Released { get; set; } = Task.CompletedTask;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The event inside.</summary>
    /// <exception cref="JsonException">The body is no event.</exception>
    public WebhookEvent Event => WebhookEnvelope.TryRead(Body, out var received) ? received : throw new JsonException($"No event: {Text}");

    /// <summary>The value of a header that came exactly once.</summary>
    /// <param name="name">Letter case does not matter.</param>
    /// <returns>The value; <see langword="null"/> when it did not come.</returns>
    /// <exception cref="InvalidOperationException">It came more than once.</exception>
    public string? Header(string name) => Values(name).SingleOrDefault();

    /// <summary>Number, target, verification and answer.</summary>
    /// <returns>For the message of a test that fails.</returns>
    public override string ToString() =>
        $"#{Number} {Target} {Header(WebhookHeaders.Id)}, {(Verification == WebhookVerification.NotVerified ? "" : $"{Verification}, ")}answered {Answer}";

    internal IEnumerable<string> Values(string name) =>
        Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
