using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>What waits for its handler.</summary>
/// <param name="Entry">The event.</param>
/// <param name="Failures">How often its handler has failed. One that waits for another run holds no place in the queue.</param>
internal sealed record QueueItem(InboxEntry Entry, int Failures);
