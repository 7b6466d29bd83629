using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A page of the log: the newest of both tables that match, in one snapshot. A delivery that is being resent shows once, from the hot table.</summary>
internal sealed class DeliveryPage(DeliveryQuery query)
{
    /// <summary>Up to this many events, or unfinished deliveries of one subscription, are looked up first; beyond it, deliveries are walked from the newest.</summary>
    private const int Few = 1_000;

    private const int AnswerColumn = 18;

    private const string Unfinished = "{schema}.wms_webhook_delivery";

    private static readonly DeliveryState[] Ended = [DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled];

    private readonly List<NpgsqlParameter> _values = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _eventConditions = [];

    public async Task<IReadOnlyList<DeliverySummary>> ReadAsync(PgSession session, CancellationToken cancellationToken)
    {
        AddSearched();
        var drivesFromEvents = await HasFewEventsAsync(session, cancellationToken).ConfigureAwait(false);
        AddConditions();
        var hasFewUnfinished = await HasFewUnfinishedAsync(session, cancellationToken).ConfigureAwait(false);
        var limit = Value(Parameter.Of((long)query.PageSize));
        List<string> arms = [];
        if (Includes(DeliveryState.Pending) || Includes(DeliveryState.Sending))
        {
            arms.Add(Arm(drivesFromEvents, hasFewUnfinished ? OfItsLane() : Unfinished, isFinished: false, limit));
        }

        if (Includes(DeliveryState.Delivered) || Includes(DeliveryState.Failed) || Includes(DeliveryState.Cancelled))
        {
            arms.Add(Arm(drivesFromEvents, "{schema}.wms_webhook_delivery_log", isFinished: true, limit));
        }

        return arms.Count == 0
            ? []
            : await session.QueryAsync(
                $"select both_tables.*, {Answer()} from (\n{string.Join("\nunion all\n", arms)}) both_tables\norder by id desc limit {limit}",
                static row => DeliverySummaryRow.Read(row) with { Answer = row.IsDBNull(AnswerColumn) ? [] : row.GetFieldValue<byte[]>(AnswerColumn) },
                cancellationToken,
                Copies()).ConfigureAwait(false);
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

        var text = $"select count(*) from (select 1 from {{schema}}.wms_webhook_event e where {string.Join(" and ", _eventConditions)} limit {Few + 1}) found";
        return (await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Copies()).ConfigureAwait(false))[0] <= Few;
    }

    /// <summary>Whether the one subscription has so few unfinished deliveries that they are best found through its lane: others may have very many.</summary>
    private async Task<bool> HasFewUnfinishedAsync(PgSession session, CancellationToken cancellationToken)
    {
        if (query.Subscription is not { } subscription)
        {
            return false;
        }

        var text = $"select count(*) from (select 1 from {Unfinished} d where d.lane = any($1) limit {Few + 1}) found";
        return (await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Parameter.Of(Lanes(subscription))).ConfigureAwait(false))[0] <= Few;
    }

    /// <summary>What its lane holds, and what a person made due; "offset 0", as otherwise all of the table may be walked for them in the page's order.</summary>
    private string OfItsLane() => $"(select h.* from {Unfinished} h where h.lane = any({Value(Parameter.Of(Lanes(query.Subscription!.Value)))}) offset 0)";

    private static long[] Lanes(SubscriptionId subscription) => [subscription.Value, 0];

    private string Arm(bool drivesFromEvents, string table, bool isFinished, string limit)
    {
        var columns = isFinished ? DeliverySummaryRow.FinishedColumns : DeliverySummaryRow.UnfinishedColumns;
        var source = drivesFromEvents
            ? $"{{schema}}.wms_webhook_event e cross join lateral unnest(e.delivery_ids) as i(id) join {table} d on d.id = i.id"
            : $"{table} d join {{schema}}.wms_webhook_event e on e.key = d.event_key";
        return $"({columns}\nfrom {source}\nwhere {string.Join("\n    and ", _conditions.Append(StateCondition(isFinished)))}\norder by d.id desc limit {limit})";
    }

    private string Answer() => query.AnswerBytes == 0
        ? "null::bytea"
        : string.Create(CultureInfo.InvariantCulture, $"""
            case failure when 0 then null else (
                select substring(a.answer from 1 for {query.AnswerBytes}) from {"{schema}"}.wms_webhook_attempt a where a.delivery_id = both_tables.id and a.number = both_tables.attempts) end
            """);

    private string StateCondition(bool isFinished)
    {
        if (isFinished)
        {
            // Not "not exists", which is taken for a join of both tables and the page for all of it; nor "is null", which is thought so rare that all rows are sorted for it.
            const string IsNotResent = "not coalesce((select true from {schema}.wms_webhook_delivery h where h.id = d.id), false)";
            int[] states = [.. Ended.Where(Includes).Select(state => (int)state)];
            return states.Length == Ended.Length ? IsNotResent : $"d.state in ({string.Join(", ", states)}) and {IsNotResent}";
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
