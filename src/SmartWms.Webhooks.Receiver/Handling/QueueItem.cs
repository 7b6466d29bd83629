using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>What waits for its handler.</summary>
/// <param name="Entry">The event.</param>
/// <param name="Failures">How often its handler has failed. One that failed holds no place in the queue: until it is handled or given up, it counts among those that wait for another run.</param>
internal sealed record QueueItem(InboxEntry Entry, int Failures);
