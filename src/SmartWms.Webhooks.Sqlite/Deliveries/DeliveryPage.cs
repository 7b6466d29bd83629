using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>A page of the log: the newest of both tables that match. A delivery that is being resent shows once, from the hot table.</summary>
internal sealed class DeliveryPage(SqliteSession session, DeliveryQuery query)
{
    /// <summary>Up to this many events, or unfinished deliveries of one subscription, are looked up first; beyond it, deliveries are walked from the newest.</summary>
    private const int Few = 1_000;

    /// <summary>A tenant with more webhooks than this has so much of everything that its deliveries are found by walking.</summary>
    private const int ManyWebhooks = 100;

    private const string Answer = "select substr(a.answer, 1, ?3) from wms_webhook_other_attempt a where a.delivery_id = ?1 and a.number = ?2";

    private readonly List<Action<Statement, int>> _values = [];
    private readonly List<string> _conditions = [];

    public IReadOnlyList<DeliverySummary> Read()
    {
        AddConditions();
        var events = FewEvents();
        var lanes = events is null ? Lanes() : null;
        var unfinished = Includes(DeliveryState.Pending) || Includes(DeliveryState.Sending) ? Arm(events, lanes, isFinished: false) : [];
        var finished = Includes(DeliveryState.Delivered) || Includes(DeliveryState.Failed) || Includes(DeliveryState.Cancelled) ? Arm(events, lanes, isFinished: true) : [];
        return [.. unfinished.Concat(finished).OrderByDescending(delivery => delivery.Id).Take(query.PageSize)];
    }

    private bool Includes(DeliveryState state) => query.States.Count == 0 || query.States.Contains(state);

    private void AddConditions()
    {
        if (query.Before.Value > 0)
        {
            Add("d.id < {0}", query.Before.Value);
        }

        if (query.Tenant.IsLimited)
        {
            Add("e.tenant is {0}", query.Tenant.TenantId);
        }

        if (query.Subscription is { } subscription)
        {
            Add("d.subscription_id = {0}", subscription.Value);
        }

        if (query.EventType is { } type)
        {
            Add("e.type = {0}", type);
        }

        if (query.From is { } from)
        {
            Add("e.added_at >= {0}", from.UtcTicks);
        }

        if (query.To is { } to)
        {
            Add("e.added_at < {0}", to.UtcTicks);
        }

        AddSearched();
    }

    private void AddSearched()
    {
        if (query.Subject is { } subject)
        {
            Add("e.subject = {0}", subject);
        }

        if (query.EventIdPrefix is { Length: > 0 } prefix)
        {
            Add("e.id >= {0}", prefix);
            Add("e.id < {0}", prefix[..^1] + (char)(prefix[^1] + 1));
        }
    }

    private void Add(string condition, long value) => Add(condition, (row, index) => row.Bind(index, value));

    private void Add(string condition, string? value) => Add(condition, (row, index) => row.Bind(index, value));

    private void Add(string condition, Action<Statement, int> bind)
    {
        _values.Add(bind);
        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, "?" + _values.Count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Where to find the events that a search or a time names, if they are so few that deliveries are best found through them.</summary>
    private string? FewEvents()
    {
        var isSearch = query.Subject is not null || query.EventIdPrefix is { Length: > 0 };
        if (!isSearch && query.From is null && query.To is null)
        {
            return null;
        }

        // Of an event that is purged twice nothing is left in the log.
        var (source, conditions) = isSearch
            ? ("wms_webhook_event e", _conditions.Where(condition => condition.StartsWith("e.subject", StringComparison.Ordinal) || condition.StartsWith("e.id", StringComparison.Ordinal)))
            : ("wms_webhook_event e indexed by wms_webhook_event_added", _conditions.Where(condition => condition.StartsWith("e.added_at", StringComparison.Ordinal)).Append("e.purged in (0, 1)"));
        using var count = session.Compile($"select count(*) from (select 1 from {source} where {string.Join(" and ", conditions)} limit {Few + 1})");
        BindAll(count);
        if (count.Scalar() > Few)
        {
            return null;
        }

        if (!isSearch)
        {
            _conditions.Add("e.purged in (0, 1)");
        }

        return source;
    }

    /// <summary>The one subscription, or the tenant's own, deleted ones too: others may have very much more in the log. Null: all, or too many.</summary>
    private List<long>? Lanes()
    {
        if (query.Subscription is { } one)
        {
            return [one.Value];
        }

        if (!query.Tenant.IsLimited)
        {
            return null;
        }

        using var row = session.Compile($"select s.id from wms_webhook_subscription s where s.tenant is ?1 limit {ManyWebhooks + 1}");
        row.Bind(1, query.Tenant.TenantId);
        var own = new List<long>();
        while (row.Step())
        {
            own.Add(row.Int64(0));
        }

        return own.Count <= ManyWebhooks ? own : null;
    }

    private List<DeliverySummary> Arm(string? events, List<long>? lanes, bool isFinished)
    {
        var table = isFinished ? "wms_webhook_delivery_log" : "wms_webhook_delivery";
        if (events is not null)
        {
            return Find($"{events} cross join {table} d on d.id >= e.first_delivery and d.id < e.first_delivery + e.delivery_count", isFinished);
        }

        var source = $"{table} d cross join wms_webhook_event e on e.key = d.event_key";
        if (lanes is null)
        {
            return Find(source, isFinished);
        }

        if (!isFinished)
        {
            return HasFewUnfinished(lanes) ? FindInLanes(source, lanes) : Find(source, isFinished);
        }

        // The newest are not listed by subscription yet.
        var newest = Find(source, isFinished, Number($"d.id > {session.Prepare(DeliveryList.ListedTo).Scalar()}"));
        return newest.Count >= query.PageSize ? newest : FindListed(newest, source, lanes);
    }

    /// <summary>Whether they have so few unfinished deliveries that these are best found through their lanes.</summary>
    private bool HasFewUnfinished(List<long> lanes)
    {
        using var count = session.Compile($"select count(*) from (select 1 from wms_webhook_delivery d where d.lane in ({Numbers(lanes)}, 0) limit {Few + 1})");
        return count.Scalar() <= Few;
    }

    /// <summary>What their lanes hold, and what a person made due.</summary>
    private List<DeliverySummary> FindInLanes(string source, List<long> lanes) =>
        Find(source.Replace("wms_webhook_delivery d", "wms_webhook_delivery d indexed by wms_webhook_delivery_due", StringComparison.Ordinal), isFinished: false, $"d.lane in ({Numbers(lanes)}, 0)");

    /// <summary>One subscription after the other; once the page is full, only what is newer than its last.</summary>
    private List<DeliverySummary> FindListed(List<DeliverySummary> page, string source, List<long> lanes)
    {
        var before = query.Before.Value > 0 ? query.Before.Value : long.MaxValue;
        foreach (var lane in lanes)
        {
            var after = page.Count < query.PageSize ? 0 : page[^1].Id.Value;
            var listed = Find(
                $"wms_webhook_delivery_list x cross join {source}",
                isFinished: true,
                Number($"x.subscription_id = {lane} and x.id < {before} and x.id > {after} and d.id = x.id"),
                order: "x.id");
            page = [.. page.Concat(listed).OrderByDescending(delivery => delivery.Id).Take(query.PageSize)];
        }

        return page;
    }

    private static string Numbers(List<long> lanes) => string.Join(", ", lanes.Select(lane => lane.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("0"));

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private List<DeliverySummary> Find(string source, bool isFinished, string condition = "true", string order = "d.id")
    {
        var columns = isFinished ? DeliverySummaryRow.FinishedColumns : DeliverySummaryRow.UnfinishedColumns;
        var conditions = string.Join("\n    and ", _conditions.Append(StateCondition(isFinished)).Concat(TestCondition(isFinished)).Append(condition));
        using var row = session.Compile($"{columns}\nfrom {source}\nwhere {conditions}\norder by {order} desc limit {query.PageSize}");
        BindAll(row);
        var page = new List<DeliverySummary>();
        while (row.Step())
        {
            page.Add(DeliverySummaryRow.Read(row));
        }

        return query.AnswerBytes == 0 ? page : [.. page.Select(WithAnswer)];
    }

    private DeliverySummary WithAnswer(DeliverySummary delivery)
    {
        if (delivery.Failure == FailureClass.None)
        {
            return delivery;
        }

        var row = session.Prepare(Answer).Bind(1, delivery.Id.Value).Bind(2, delivery.Attempts).Bind(3, query.AnswerBytes);
        var answer = row.Step() ? row.Blob(0) : [];
        row.Reset();
        return delivery with { Answer = answer };
    }

    private string StateCondition(bool isFinished)
    {
        if (isFinished)
        {
            // One state is "=", which an index of that state alone serves.
            int[] states = [.. new[] { DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled }.Where(Includes).Select(state => (int)state)];
            return $"{(states is [var only] ? Number($"d.state = {only}") : $"d.state in ({string.Join(", ", states)})")} and not exists (select 1 from wms_webhook_delivery h where h.id = d.id)";
        }

        return (Includes(DeliveryState.Pending), Includes(DeliveryState.Sending)) switch
        {
            (true, true) => "true",
            (true, false) => "d.token = 0",
            _ => "d.token <> 0",
        };
    }

    // "not", as SQLite takes "= 0" for something rare and looks for it: a search for an event's id then took 6.7 million steps in a log of 50,000 instead of 1,000.
    private string[] TestCondition(bool isFinished) => query.WithoutTests ? ["not " + (isFinished ? "d.is_test" : DeliverySummaryRow.IsUnfinishedTest)] : [];

    private void BindAll(Statement row)
    {
        for (var i = 0; i < row.ParameterCount; i++)
        {
            _values[i](row, i + 1);
        }
    }
}
