using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

/// <summary>An inbox of a host's own: keeps what it was asked, and adds as the test says.</summary>
/// <param name="abandoned">What it gives out as abandoned, once.</param>
internal sealed class ScriptedInbox(IEnumerable<InboxEntry> abandoned) : IWebhookInbox
{
    private IReadOnlyList<InboxEntry> _abandoned = [.. abandoned];

    /// <summary>About single events, such as <c>add evt_1</c>.</summary>
    public Arrivals<string> Asked { get; } = new("questions", static question => question);

    /// <summary>Sweeps that came to their end.</summary>
    public Arrivals<DateTimeOffset> Purges { get; } = new("purges", static at => at.ToString("O"));

    /// <summary>What it gives out as abandoned at the next look.</summary>
    public IReadOnlyList<InboxEntry> Abandoned
    {
        get => Volatile.Read(ref _abandoned);
        set => Volatile.Write(ref _abandoned, value);
    }

    public Func<CancellationToken, Task<InboxOutcome>> Add { get; set; } = static _ => Task.FromResult(InboxOutcome.Added);

    public Task<InboxOutcome> AddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        Asked.Add($"add {entry.EventId}");
        return Add(cancellationToken);
    }

    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Asked.Add($"handled {eventId}");
        return Task.CompletedTask;
    }

    public Task ForgetAsync(string eventId, CancellationToken cancellationToken)
    {
        Asked.Add($"forget {eventId}");
        return Task.CompletedTask;
    }

    public Task KeepAsync(IReadOnlyCollection<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(Interlocked.Exchange(ref _abandoned, []));

    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Purges.Add(now);
        return Task.CompletedTask;
    }
}
