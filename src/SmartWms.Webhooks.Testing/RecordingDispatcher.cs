using System.Text.Json;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Testing;

/// <summary>An <see cref="IWebhookDispatcher"/> that keeps what it is given and sends nothing. It refuses what the engine would refuse, with the same words.</summary>
/// <remarks>Give it to the class under test, or put it into a whole host with <see cref="WmsWebhooksTestingExtensions.RecordWmsWebhooks"/>. Safe on any thread.</remarks>
public sealed partial class RecordingDispatcher : IWebhookDispatcher
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _published = [];
    private readonly Dictionary<(string? Tenant, string Id), (string Type, byte[] Hash)> _known = [];
    private readonly EventRules _rules;
    private readonly BodyRenderer _bodies;
    private readonly ContractCatalogue _contracts;
    private readonly PublishingOptions _options;
    private readonly EngineClock _clock;
    private Exception? _failure;
    private int _commitsNotified;

    /// <summary>A dispatcher that knows the types of <c>WmsEvents</c> and those given, with the contract <see cref="WebhookContract.SmartWms"/> and the standard limits.</summary>
    /// <param name="ownEventTypes">Names of the host's own types, as it gives them to <c>AddEventType</c>.</param>
    public RecordingDispatcher(params IEnumerable<string> ownEventTypes)
        : this(
            new EventCatalogue(StandardEventTypes.All.Concat(ownEventTypes.Select(name => new WebhookEventType { Name = name }))),
            new ContractCatalogue([], WebhookContract.SmartWms),
            new PublishingOptions(),
            new EngineClock(new TestClock()))
    {
    }

    internal RecordingDispatcher(EventCatalogue events, ContractCatalogue contracts, PublishingOptions options, EngineClock clock)
    {
        _rules = new EventRules(events);
        _bodies = new BodyRenderer(contracts, options);
        (_contracts, _options, _clock) = (contracts, options, clock);
    }

    /// <summary>What was published so far, in order; a copy. An event that was published twice stands here once, as it exists once.</summary>
    public IReadOnlyList<RecordedEvent> Published
    {
        get
        {
            lock (_gate)
            {
                return [.. _published];
            }
        }
    }

    /// <summary>How often <see cref="IWebhookDispatcher.NotifyCommitted"/> was called.</summary>
    public int CommitsNotified => Volatile.Read(ref _commitsNotified);

    /// <summary>Lets the next publish throw this, as a database would that is gone; nothing of it is recorded. The one after works again.</summary>
    /// <param name="failure">What is thrown.</param>
    public void FailNext(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Volatile.Write(ref _failure, failure);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _published.Clear();
            _known.Clear();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Published>> PublishAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        cancellationToken.ThrowIfCancellationRequested();
        if (events.Count < 1 || events.Count > _options.MaxBatch)
        {
            throw new ArgumentException($"A batch has 1 to {_options.MaxBatch} events, not {events.Count} (Publishing.MaxBatch).", nameof(events));
        }

        var plans = events.Select(Plan).ToList();
        var bodies = plans.ConvertAll(Body);
        _ = HostTransaction.Of(events);
        if (plans.GroupBy(Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The event id '{twice.Key.Id}' stands twice in one batch.", nameof(events));
        }

        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            return Task.FromException<IReadOnlyList<Published>>(failure);
        }

        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Published>>(Record(plans, bodies));
        }
    }

    /// <inheritdoc/>
    public NewWebhookEvent Prepare(NewWebhookEvent webhookEvent)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        var plan = Plan(webhookEvent);
        var options = webhookEvent.Options.Copy();
        (options.EventId, options.OccurredAt) = (plan.Id, plan.OccurredAt);
        return _bodies.Fix(plan, options);
    }

    /// <inheritdoc/>
    public void NotifyCommitted() => Interlocked.Increment(ref _commitsNotified);

    /// <summary>Checks the event; there are no webhooks here that would get it.</summary>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Not looked at.</param>
    /// <returns>A preview without webhooks.</returns>
    public Task<WebhookPreview> PreviewAsync(NewWebhookEvent webhookEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        return Task.FromResult(new WebhookPreview(Plan(webhookEvent).Id, []));
    }

    private static (string? Tenant, string Id) Key(EventPlan plan) => (plan.Options.TenantId, plan.Id);

    private EventPlan Plan(NewWebhookEvent webhookEvent)
    {
        ArgumentNullException.ThrowIfNull(webhookEvent);
        var type = _rules.Check(webhookEvent);
        var now = _clock.Now;
        return new EventPlan(_bodies.Render(webhookEvent), webhookEvent.Options.EventId ?? EventIds.New(now), type, webhookEvent.Options.OccurredAt ?? now);
    }

    private byte[] Body(EventPlan plan) => _bodies.Envelope(plan.Rendered, _contracts.Default, plan.Id, plan.OccurredAt);

    private Published[] Record(List<EventPlan> plans, List<byte[]> bodies)
    {
        foreach (var plan in plans)
        {
            if (_known.TryGetValue(Key(plan), out var known) && (known.Type != plan.Type.Name || !known.Hash.AsSpan().SequenceEqual(plan.Rendered.Hash)))
            {
                throw new WebhookEventConflictException($"The event id '{plan.Id}' is taken by an event of another type or with other data. Nothing was stored; give the new event an id of its own.");
            }
        }

        return [.. plans.Zip(bodies, (plan, body) =>
        {
            var isNew = _known.TryAdd(Key(plan), (plan.Type.Name, plan.Rendered.Hash));
            if (isNew)
            {
                _published.Add(Recorded(plan, body));
            }

            return new Published(plan.Id, 0, !isNew);
        })];
    }

    private static RecordedEvent Recorded(EventPlan plan, byte[] body) => new()
    {
        EventId = plan.Id,
        Type = plan.Type.Name,
        Data = JsonElement.Parse(plan.Rendered.Data),
        Body = body,
        OccurredAt = plan.OccurredAt,
        TenantId = plan.Options.TenantId,
        Channels = [.. plan.Options.Channels],
        Subject = plan.Options.Subject,
        Transaction = plan.Options.Transaction,
    };
}
