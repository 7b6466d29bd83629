using System.Data.Common;
using System.Globalization;

namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>What a database holds, read with plain SQL.</summary>
internal sealed class StoreView
{
    public required IReadOnlyList<StoreRow> Rows { get; init; }

    public required IReadOnlyCollection<string> Events { get; init; }

    /// <summary>Names of webhooks that the engine has disabled.</summary>
    public IReadOnlyCollection<string> Disabled { get; init; } = [];

    /// <summary>What SQLite's own check says.</summary>
    public string Integrity { get; init; } = "ok";

    /// <summary>A file as a kill left it: read from a copy, so that nothing repairs it.</summary>
    public static StoreView ReadCopy(string file, string copy)
    {
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Delete(copy + suffix);
            if (File.Exists(file + suffix))
            {
                File.Copy(file + suffix, copy + suffix);
            }
        }

        // Only a connection that may write reads a log without its index.
        new CaseDatabase(copy).Execute("pragma user_version");
        return Read(new CaseDatabase(copy));
    }

    public static StoreView Read(CaseDatabase database) => new()
    {
        Integrity = database.IsPostgreSql ? "ok" : Texts(database, "pragma integrity_check").First(),
        Events = Texts(database, $"select id from {database.Table("event")}"),
        Disabled = Texts(database, $"select name from {database.Table("subscription")} where state = 2"),
        Rows = ReadRows(database),
    };

    /// <summary>Only what is claimed and not recorded: as many requests may be repeated when their process is gone.</summary>
    public static StoreView ReadLeases(CaseDatabase database) => new()
    {
        Events = [],
        Rows = database.Query(
            $"""
            select 'dlv_' || d.id, e.id, s.name, 0, d.attempts, d.token, 0, 0, 0 from {database.Table("delivery")} d
            join {database.Table("event")} e on e.key = d.event_key join {database.Table("subscription")} s on s.id = d.subscription_id where d.token <> 0
            """,
            Row),
    };

    private static List<string> Texts(CaseDatabase database, string sql) => database.Query(sql, row => row.GetString(0));

    private static List<StoreRow> ReadRows(CaseDatabase database) => database.Query(
        $"""
        select 'dlv_' || d.id, e.id, s.name, d.state, d.attempts, d.token, coalesce(a.records, 0), coalesce(a.successes, 0), coalesce(a.last, 0)
        from (select id, event_key, subscription_id, state, attempts, 0 as token from {database.Table("delivery_log")} l
                where not exists (select 1 from {database.Table("delivery")} u where u.id = l.id)
              union all select id, event_key, subscription_id, 0, attempts, token from {database.Table("delivery")}) d
        join {database.Table("event")} e on e.key = d.event_key
        join {database.Table("subscription")} s on s.id = d.subscription_id
        left join (select delivery_id, count(*) as records, sum(case when failure = 0 then 1 else 0 end) as successes, max(number) as last
            from {Attempts(database)} group by delivery_id) a on a.delivery_id = d.id
        """,
        Row);

    /// <summary>Every attempt: the accepted one stands in the row of the log. SQLite has a view of them.</summary>
    private static string Attempts(CaseDatabase database) => database.IsPostgreSql
        ? $"""
            (select delivery_id, number, failure from {database.Table("attempt")}
            union all select id, attempts, 0 from {database.Table("delivery_log")} where started_at is not null) every_attempt
            """
        : database.Table("attempt");

    private static StoreRow Row(DbDataReader row)
    {
        return new StoreRow(row.GetString(0), row.GetString(1), row.GetString(2), Number(3), Number(4), Number(6), Number(7), Number(8), Convert.ToInt64(row.GetValue(5), CultureInfo.InvariantCulture));

        int Number(int column) => Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);
    }
}
