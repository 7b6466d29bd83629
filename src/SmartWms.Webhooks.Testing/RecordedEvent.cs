using System.Data.Common;
using System.Text;
using System.Text.Json;

namespace SmartWms.Webhooks.Testing;

/// <summary>An event as a <see cref="RecordingDispatcher"/> got it, checked and written as the engine would.</summary>
public sealed record RecordedEvent
{
    /// <summary>Its id, given or generated.</summary>
    public required string EventId { get; init; }

    /// <summary>Its type, e.g. <c>order.shipped</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its data with the names of the default contract: <c>recorded.Data.GetProperty("orderId").GetString()</c>.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>The whole body, UTF-8: what a webhook of the default contract would be sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it happened, as given, or the moment of the publish.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Its tenant; <see langword="null"/>: none.</summary>
    public string? TenantId { get; init; }

    /// <summary>Its channels.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Its subject; <see langword="null"/>: none.</summary>
    public string? Subject { get; init; }

    /// <summary>The host's transaction that it was published in; <see langword="null"/>: none. A rollback does not take it out of the record.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>Type, id and the first 200 characters of the body.</summary>
    /// <returns>For the message of a test that fails.</returns>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body.Span);
        return $"{Type} {EventId} {(text.Length > 200 ? string.Concat(text.AsSpan(0, 200), "…") : text)}";
    }
}
