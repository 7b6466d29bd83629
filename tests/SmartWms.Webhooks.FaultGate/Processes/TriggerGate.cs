using System.Diagnostics;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>Holds a transaction of PostgreSQL at a named moment, with a trigger of the test's own, so that the process can be killed amid it.</summary>
internal sealed class TriggerGate : IDisposable
{
    private const string Event = "after insert on wms_webhooks.wms_webhook_event";
    private const string Ended = "after insert on wms_webhooks.wms_webhook_delivery_log";
    private const string Subscription = "after update on wms_webhooks.wms_webhook_subscription";

    private static readonly Dictionary<string, string> Triggers = new(StringComparer.Ordinal)
    {
        [KillPoints.EventInserted] = $"create trigger gate {Event} for each row execute function public.gate()",
        [KillPoints.BeforeAddCommit] = $"create constraint trigger gate {Event} deferrable initially deferred for each row execute function public.gate()",
        [KillPoints.BeforeRecordCommit] = $"create constraint trigger gate {Ended} deferrable initially deferred for each row execute function public.gate()",
        [KillPoints.Disabled] = $"create trigger gate {Subscription} for each row when (new.state = 2 and old.state <> 2) execute function public.gate()",
        [KillPoints.Rotated] = $"create trigger gate {Subscription} for each row when (new.sealed is distinct from old.sealed) execute function public.gate()",
    };

    private readonly CaseDatabase _database;

    private TriggerGate(CaseDatabase database) => _database = database;

    public static bool Knows(string point) => Triggers.ContainsKey(point);

    /// <summary>The pass-th row that comes by waits.</summary>
    public static TriggerGate Close(CaseDatabase database, string point, int pass)
    {
        database.Execute(FormattableString.Invariant($"""
            create table public.gate_hold (held boolean);
            insert into public.gate_hold values (true);
            create sequence public.gate_passes;
            create function public.gate() returns trigger language plpgsql as $$
            begin
                if nextval('public.gate_passes') = {pass} then
                    while exists (select from public.gate_hold) loop perform pg_sleep(0.01); end loop;
                end if;
                return null;
            end $$;
            {Triggers[point]};
            """));
        return new TriggerGate(database);
    }

    /// <summary>Waits for the transaction that waits, kills its process, then lets it commit, or rolls it back: a client that is gone cannot know which.</summary>
    /// <returns>Whether one waited.</returns>
    public async Task<bool> KillAsync(CrashChild child, bool commits)
    {
        const string Waiting = "from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
        var limit = Stopwatch.StartNew();
        while (_database.Count("select count(*) " + Waiting) == 0)
        {
            if (child.HasEnded || limit.Elapsed > TimeSpan.FromMinutes(1))
            {
                return false;
            }

            await RealTime.WaitAsync(5);
        }

        // A false acknowledgement gets a moment to get out.
        await RealTime.WaitAsync(50);
        child.Kill();
        if (!commits)
        {
            _database.Query("select pg_terminate_backend(pid) " + Waiting, _ => true);
        }

        _database.Execute("delete from public.gate_hold");
        return true;
    }

    public void Dispose() => _database.Execute("""
        drop function public.gate() cascade;
        drop table public.gate_hold;
        drop sequence public.gate_passes;
        """);
}
