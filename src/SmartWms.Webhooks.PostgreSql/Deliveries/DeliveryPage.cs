using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A page of the log: the newest of both tables that match, in one snapshot. A delivery that is being resent shows once, from the hot table.</summary>
internal sealed class DeliveryPage(DeliveryQuery query)
{
    /// <summary>Up to this many events, or unfinished deliveries of one subscription, are looked up first; beyond it, deliveries are walked from the newest.</summary>
    private const int Few = 1_000;

    /// <summary>A tenant with more webhooks than this has so much of everything that its deliveries are found by walking.</summary>
    private const int ManyWebhooks = 100;

    private const int AnswerColumn = 19;

    private const string Unfinished = "{schema}.wms_webhook_delivery";
    private const string Events = "{schema}.wms_webhook_event";
    private const string Finished = "{schema}.wms_webhook_delivery_log";

    private static readonly DeliveryState[] Ended = [DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled];

    private readonly List<NpgsqlParameter> _values = [];
    private readonly List<string> _conditions = [];
    private readonly List<string> _eventConditions = [];
    private readonly List<string> _times = [];
    private string? _tenant;

    public async Task<IReadOnlyList<DeliverySummary>> ReadAsync(PgSession session, CancellationToken cancellationToken)
    {
        AddSearched();
        var events = await FewEventsAsync(session, cancellationToken).ConfigureAwait(false);
        AddConditions();
        _tenant = query.Tenant.IsLimited ? Value(Parameter.Text(query.Tenant.TenantId)) : null;
        var lanes = events is null ? await LanesAsync(session, cancellationToken).ConfigureAwait(false) : null;
        var hasFewUnfinished = lanes is not null && await HasFewUnfinishedAsync(session, lanes, cancellationToken).ConfigureAwait(false);
        var limit = Value(Parameter.Of((long)query.PageSize));
        List<string> arms = [];
        if (Includes(DeliveryState.Pending) || Includes(DeliveryState.Sending))
        {
            arms.Add(Arm(events, hasFewUnfinished ? OfLanes(lanes!) : Unfinished, isFinished: false, limit, [OfTenant("e")]));
        }

        if (Includes(DeliveryState.Delivered) || Includes(DeliveryState.Failed) || Includes(DeliveryState.Cancelled))
        {
            arms.Add(lanes is not null ? FinishedOf(lanes, limit) : Arm(events, Finished, isFinished: true, limit, [OfTenant("e")]));
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

        if (query.From is { } from)
        {
            _times.Add("e.added_at >= " + Value(Parameter.Of(from)));
        }

        if (query.To is { } to)
        {
            _times.Add("e.added_at < " + Value(Parameter.Of(to)));
        }
    }

    private void AddConditions()
    {
        _conditions.AddRange(_eventConditions);
        _conditions.AddRange(_times);
        if (query.Before.Value > 0)
        {
            _conditions.Add("d.id < " + Value(Parameter.Of(query.Before.Value)));
        }

        if (query.Subscription is { } subscription)
        {
            _conditions.Add("d.subscription_id = " + Value(Parameter.Of(subscription.Value)));
        }

        if (query.EventType is { } type)
        {
            _conditions.Add("e.type = " + Value(Parameter.Text(type)));
        }
    }

    /// <summary>Where to find the events that a search or a time names, if they are so few that deliveries are best found through them.</summary>
    private async Task<string?> FewEventsAsync(PgSession session, CancellationToken cancellationToken)
    {
        if (_eventConditions.Count + _times.Count == 0)
        {
            return null;
        }

        // The index of times begins with whether bodies are purged.
        var source = _eventConditions.Count > 0
            ? $"(select e.* from {Events} e where {string.Join(" and ", _eventConditions)})"
            : $"(select e.* from {Events} e where not e.bodies_purged and {string.Join(" and ", _times)} union all select e.* from {Events} e where e.bodies_purged and {string.Join(" and ", _times)})";
        var found = await session.QueryAsync($"select count(*) from (select 1 from {source} e limit {Few + 1}) found", static row => row.GetInt64(0), cancellationToken, Copies()).ConfigureAwait(false);
        return found[0] <= Few ? source : null;
    }

    /// <summary>The one subscription, or the tenant's own, deleted ones too: others may have very much more in the log. Null: all, or too many.</summary>
    private async Task<long[]?> LanesAsync(PgSession session, CancellationToken cancellationToken)
    {
        if (query.Subscription is { } one)
        {
            return [one.Value];
        }

        if (!query.Tenant.IsLimited)
        {
            return null;
        }

        var text = $"select s.id from {{schema}}.wms_webhook_subscription s where coalesce('=' || s.tenant, '') = coalesce('=' || $1, '') limit {ManyWebhooks + 1}";
        var own = await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Parameter.Text(query.Tenant.TenantId)).ConfigureAwait(false);
        return own.Count <= ManyWebhooks ? [.. own] : null;
    }

    /// <summary>Whether they have so few unfinished deliveries that these are best found through their lanes.</summary>
    private static async Task<bool> HasFewUnfinishedAsync(PgSession session, long[] lanes, CancellationToken cancellationToken)
    {
        var text = $"select count(*) from (select 1 from {Unfinished} d where d.lane = any($1) limit {Few + 1}) found";
        return (await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Parameter.Of(AndApart(lanes))).ConfigureAwait(false))[0] <= Few;
    }

    /// <summary>What their lanes hold, and what a person made due; "offset 0", as otherwise all of the table may be walked for them in the page's order.</summary>
    private string OfLanes(long[] lanes) => $"(select h.* from {Unfinished} h where h.lane = any({Value(Parameter.Of(AndApart(lanes)))}) offset 0)";

    private static long[] AndApart(long[] lanes) => [.. lanes, 0];

    /// <summary>
    /// The newest of each subscription, and of those the newest. Whose they are is asked of what was found: inside, so rare a tenant would have all of its log sorted
    /// instead of the newest taken.
    /// </summary>
    private string FinishedOf(long[] lanes, string limit)
    {
        var newest = Arm(null, Finished, isFinished: true, limit, ["d.subscription_id = own.id"]);
        return $"(select ended.* from unnest({Value(Parameter.Of(lanes))}) as own(id) cross join lateral {newest} ended where {OfTenant("ended")} order by ended.id desc limit {limit})";
    }

    private string OfTenant(string row) => _tenant is null ? "true" : $"coalesce('=' || {row}.tenant, '') = coalesce('=' || {_tenant}, '')";

    private string Arm(string? events, string table, bool isFinished, string limit, string[] conditions)
    {
        var columns = isFinished ? DeliverySummaryRow.FinishedColumns : DeliverySummaryRow.UnfinishedColumns;
        var source = events is null
            ? $"{table} d join {Events} e on e.key = d.event_key"
            : $"{events} e cross join lateral unnest(e.delivery_ids) as i(id) join {table} d on d.id = i.id";
        return $"({columns}\nfrom {source}\nwhere {string.Join("\n    and ", _conditions.Append(StateCondition(isFinished)).Concat(TestCondition(isFinished)).Concat(conditions))}\norder by d.id desc limit {limit})";
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

    private string[] TestCondition(bool isFinished) => query.WithoutTests ? ["not " + (isFinished ? "d.is_test" : DeliverySummaryRow.IsUnfinishedTest)] : [];

    /// <returns>Its place in the statement.</returns>
    private string Value(NpgsqlParameter value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    /// <summary>A parameter belongs to one command.</summary>
    private NpgsqlParameter[] Copies() => [.. _values.Select(value => value.Clone())];
}
