using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>Events, bodies and deliveries as one array for each column.</summary>
internal sealed class EventColumns
{
    private readonly List<long> _bodyEvents = [];
    private readonly List<int> _bodyNumbers = [];
    private readonly List<string> _contracts = [];
    private readonly List<byte[]> _bytes = [];
    private readonly List<long> _deliveryEvents = [];
    private readonly List<int> _deliveryNumbers = [];
    private readonly List<long> _subscriptions = [];
    private readonly List<int> _bodies = [];
    private readonly List<long> _tokens = [];
    private readonly List<int> _triggers = [];

    public EventColumns(IReadOnlyList<WaitingPublish> publishes)
    {
        var matched = new List<long?>();
        var added = new List<DateTimeOffset>();
        var leaseEnds = new List<DateTimeOffset>();
        var events = new List<NewEvent>();
        foreach (var publish in publishes)
        {
            foreach (var item in publish.Events)
            {
                events.Add(item);
                matched.Add(publish.MatchedVersion);
                added.Add(publish.Now);
                leaseEnds.Add(publish.LeaseEnd);
                AddBodies(item, events.Count);
                AddDeliveries(item, events.Count);
            }
        }

        Events = events;
        Parameters =
        [
            Parameter.Texts(events.Select(item => item.Id)),
            Parameter.Texts(events.Select(item => item.Type)),
            Parameter.Texts(events.Select(item => item.TenantId)),
            Parameter.Of(events.Select(item => item.OccurredAt).ToArray()),
            Parameter.Texts(events.Select(item => item.Subject)),
            Parameter.Texts(events.Select(item => item.Channels.Count == 0 ? null : JsonTexts.Write(item.Channels))),
            Parameter.Texts(events.Select(item => item.TraceParent)),
            Parameter.Of(events.Select(item => item.DataHash).ToArray()),
            Parameter.Of(events.Select(item => item.Deliveries.Count).ToArray()),
            Parameter.Of(matched.ToArray()),
            Parameter.Of(added.ToArray()),
            Parameter.Of(leaseEnds.ToArray()),
            Parameter.Texts(events.Select(item => item.Bodies.Count == 0 ? null : item.Bodies[0].Contract)),
            Parameter.Of(events.Select(item => item.Bodies.Count == 0 ? null : item.Bodies[0].Bytes).ToArray()),
            Parameter.Of(_bodyEvents.ToArray()),
            Parameter.Of(_bodyNumbers.ToArray()),
            Parameter.Texts(_contracts),
            Parameter.Of(_bytes.ToArray()),
            Parameter.Of(_deliveryEvents.ToArray()),
            Parameter.Of(_deliveryNumbers.ToArray()),
            Parameter.Of(_subscriptions.ToArray()),
            Parameter.Of(_bodies.ToArray()),
            Parameter.Of(_tokens.ToArray()),
            Parameter.Of(_triggers.ToArray()),
        ];
    }

    public IReadOnlyList<NewEvent> Events { get; }

    public NpgsqlParameter[] Parameters { get; }

    /// <summary>The first stands in the event's own row.</summary>
    private void AddBodies(NewEvent item, long no)
    {
        for (var i = 1; i < item.Bodies.Count; i++)
        {
            _bodyEvents.Add(no);
            _bodyNumbers.Add(i);
            _contracts.Add(item.Bodies[i].Contract);
            _bytes.Add(item.Bodies[i].Bytes);
        }
    }

    private void AddDeliveries(NewEvent item, long no)
    {
        for (var i = 0; i < item.Deliveries.Count; i++)
        {
            var delivery = item.Deliveries[i];
            _deliveryEvents.Add(no);
            _deliveryNumbers.Add(i + 1);
            _subscriptions.Add(delivery.Subscription.Value);
            _bodies.Add(delivery.Body);
            _tokens.Add(delivery.LeaseToken);
            _triggers.Add((int)delivery.Trigger);
        }
    }
}
