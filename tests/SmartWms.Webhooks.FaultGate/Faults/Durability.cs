using System.Globalization;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>I13: what a kill cannot show, since the operating system survives it.</summary>
internal static class Durability
{
    private const int Events = 100;

    /// <summary>Each acknowledged commit has waited for the disk, as system calls or, where they may not be traced, as every kind of connection says.</summary>
    public static async Task<CaseReport> SqliteAsync()
    {
        var refusal = await Strace.RefusalAsync();
        using var folder = new TempFolder();
        var ledger = await PublishAsync(folder, refusal is null ? Strace.Counting(folder["strace"]) : []);
        var complaints = new List<string>();
        if (!ledger.Synchronous.SequenceEqual(["2", "2", "2"]))
        {
            complaints.Add($"durability: the connections run with synchronous={string.Join(' ', ledger.Synchronous)}, not 2");
        }

        if (refusal is not null)
        {
            return new CaseReport(0, Events, 0, 0, complaints) { Notes = [$"I13: {refusal}; synchronous=2 was asserted on every kind of connection instead"] };
        }

        var calls = Strace.Calls(await File.ReadAllTextAsync(folder["strace"]));
        if (calls < ledger.Commits || ledger.Commits < Events)
        {
            complaints.Add(FormattableString.Invariant($"durability: {calls} fsyncs for {ledger.Commits} commits of {Events} events"));
        }

        return new CaseReport(0, ledger.Acknowledged.Count, 0, 0, complaints)
        {
            Notes = [FormattableString.Invariant($"I13: {calls} fsyncs for {Events} events one after another; synchronous=2 on every kind of connection")],
        };
    }

    /// <summary>Every publish writes down with which durability its connection runs.</summary>
    public static void Watch(CaseDatabase database) => database.Execute("""
        create table public.durability (setting text primary key);
        create function public.watch() returns trigger language plpgsql as $$
        begin
            insert into public.durability values (current_setting('synchronous_commit') || ' ' || current_setting('fsync')) on conflict do nothing;
            return null;
        end $$;
        create trigger watch after insert on wms_webhooks.wms_webhook_event for each statement execute function public.watch();
        create trigger watch after insert on wms_webhooks.wms_webhook_delivery_log for each statement execute function public.watch();
        create trigger watch after insert on wms_webhooks.wms_webhook_attempt for each statement execute function public.watch();
        """);

    public static void Judge(ProcessFleet fleet)
    {
        var settings = fleet.Database.Query("select setting from public.durability order by 1", row => row.GetString(0));
        if (settings.Count == 0 && fleet.Ledgers.Acknowledged.Count == 0)
        {
            return;     // killed before anything was stored
        }

        if (!settings.SequenceEqual(["on on"]))
        {
            fleet.Complain($"durability: transactions ran with synchronous_commit and fsync '{string.Join("', '", settings)}'");
        }

        fleet.Note("I13: synchronous_commit=on and fsync=on in every transaction that published or recorded");
    }

    private static async Task<Ledgers> PublishAsync(TempFolder folder, string[] under)
    {
        using var child = CrashChild.Start(
            ["publish", "--database", folder["wms.db"], "--ledger", folder["ledger"], "--receiver", "http://127.0.0.1:19999/", "--events", Events.ToString(CultureInfo.InvariantCulture)],
            under);
        return await child.ExitAsync() == 0 ? new Ledgers([folder["ledger"]]) : throw new InvalidOperationException($"Nothing could be published: {await child.WordsAsync()}");
    }
}
