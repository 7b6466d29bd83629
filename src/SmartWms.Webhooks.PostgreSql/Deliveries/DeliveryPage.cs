using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A page of the log: the newest of both tables that match, in one snapshot. A delivery that is being resent shows once, from the hot table.</summary>
internal sealed class DeliveryPage(DeliveryQuery query)
{
    /// <summary>Up to this many events are looked up first; beyond it, deliveries are walked from the newest.</summary>
    private const int FewEvents = 1_000;

    private readonly List<NpgsqlParameter> _values = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _eventConditions = [];

    public async Task<IReadOnlyList<DeliverySummary>> ReadAsync(PgSession session, CancellationToken cancellationToken)
    {
        AddSearched();
        var drivesFromEvents = await HasFewEventsAsync(session, cancellationToken).ConfigureAwait(false);
        AddConditions();
        var limit = Value(Parameter.Of((long)query.PageSize));
        List<string> arms = [];
        if (Includes(DeliveryState.Pending) || Includes(DeliveryState.Sending))
        {
            arms.Add(Arm(drivesFromEvents, isFinished: false, limit));
        }

        if (Includes(DeliveryState.Delivered) || Includes(DeliveryState.Failed) || Includes(DeliveryState.Cancelled))
        {
            arms.Add(Arm(drivesFromEvents, isFinished: true, limit));
        }

        return arms.Count == 0
            ? []
            : await session.QueryAsync(
                $"select * from (\n{string.Join("\nunion all\n", arms)}) both_tables\norder by id desc limit {limit}", DeliverySummaryRow.Read, cancellationToken, Copies()).ConfigureAwait(false);
    }

    private bool Includes(DeliveryState state) => query.States.Count == 0 || query.States.Contains(state);

    private void AddSearched()
    {
        if (query.Subject is { } subject)
        {
            _eventConditions.Add("e.subject = " + Value(Parameter.Text(subject)));
        }

        if (query.EventIdPrefix is { Length: > 0 } prefix)
        {
            _eventConditions.Add("e.id >= " + Value(Parameter.Text(prefix)));
            _eventConditions.Add("e.id < " + Value(Parameter.Text(prefix[..^1] + (char)(prefix[^1] + 1))));
        }
    }

    private void AddConditions()
    {
        _conditions.AddRange(_eventConditions);
        if (query.Before.Value > 0)
        {
            _conditions.Add("d.id < " + Value(Parameter.Of(query.Before.Value)));
        }

        if (query.Tenant.IsLimited)
        {
            _conditions.Add("coalesce('=' || e.tenant, '') = coalesce('=' || " + Value(Parameter.Text(query.Tenant.TenantId)) + ", '')");
        }

        if (query.Subscription is { } subscription)
        {
            _conditions.Add("d.subscription_id = " + Value(Parameter.Of(subscription.Value)));
        }

        if (query.EventType is { } type)
        {
            _conditions.Add("e.type = " + Value(Parameter.Text(type)));
        }

        if (query.From is { } from)
        {
            _conditions.Add("e.added_at >= " + Value(Parameter.Of(from)));
        }

        if (query.To is { } to)
        {
            _conditions.Add("e.added_at < " + Value(Parameter.Of(to)));
        }
    }

    /// <summary>Whether what a person searched for names so few events that their deliveries are best found through them.</summary>
    private async Task<bool> HasFewEventsAsync(PgSession session, CancellationToken cancellationToken)
    {
        if (_eventConditions.Count == 0)
        {
            return false;
        }

        var text = $"select count(*) from (select 1 from {{schema}}.wms_webhook_event e where {string.Join(" and ", _eventConditions)} limit {FewEvents + 1}) found";
        return (await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Copies()).ConfigureAwait(false))[0] <= FewEvents;
    }

    private string Arm(bool drivesFromEvents, bool isFinished, string limit)
    {
        var (columns, table) = isFinished
            ? (DeliverySummaryRow.FinishedColumns, "{schema}.wms_webhook_delivery_log")
            : (DeliverySummaryRow.UnfinishedColumns, "{schema}.wms_webhook_delivery");
        var source = drivesFromEvents
            ? $"{{schema}}.wms_webhook_event e cross join lateral unnest(e.delivery_ids) as i(id) join {table} d on d.id = i.id"
            : $"{table} d join {{schema}}.wms_webhook_event e on e.key = d.event_key";
        return $"({columns}\nfrom {source}\nwhere {string.Join("\n    and ", _conditions.Append(StateCondition(isFinished)))}\norder by d.id desc limit {limit})";
    }

    private string StateCondition(bool isFinished)
    {
        if (isFinished)
        {
            var states = new[] { DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled }.Where(Includes).Select(state => (int)state);
            return $"d.state in ({string.Join(", ", states)}) and not exists (select 1 from {{schema}}.wms_webhook_delivery h where h.id = d.id)";
        }

        return (Includes(DeliveryState.Pending), Includes(DeliveryState.Sending)) switch
        {
            (true, true) => "true",
            (true, false) => "d.token = 0",
            _ => "d.token <> 0",
        };
    }

    /// <returns>Its place in the statement.</returns>
    private string Value(NpgsqlParameter value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    /// <summary>A parameter belongs to one command.</summary>
    private NpgsqlParameter[] Copies() => [.. _values.Select(value => value.Clone())];
}
