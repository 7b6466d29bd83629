namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>An event that was received and verified.</summary>
/// <param name="EventId">1 to 128 characters of <c>A-Z a-z 0-9 _ -</c>.</param>
/// <param name="Body">The bytes as they came.</param>
/// <param name="ReceivedAt">When it came first.</param>
public sealed record InboxEntry(string EventId, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);
