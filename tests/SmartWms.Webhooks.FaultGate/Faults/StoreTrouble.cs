using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F9: the file is locked by another process, the disk is full, the disk fails; and in PostgreSQL a publish that commits late, behind dead rows.</summary>
internal static class StoreTrouble
{
    private const int Kinds = 4;

    public static Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run) => run.DivideAsync(1, (_, random, part) => (part % Kinds) switch
    {
        0 => LockedAsync(random),
        1 => FullAsync(random),
        2 => FailingAsync(random),
        _ => LateAsync(random),
    });

    /// <summary>Somebody else writes for a while.</summary>
    private static async Task<CaseReport> LockedAsync(Random random)
    {
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan { Seed = random.Next() });
        await fleet.AtWorkAsync(0);
        await using (var connection = fleet.Database.Open(writes: true))
        {
            Execute(connection, "pragma busy_timeout = 10000");
            Execute(connection, "begin immediate");
            await RealTime.WaitAsync(random.Next(1000, 5001));
            Execute(connection, "rollback");
        }

        fleet.Cases++;
        fleet.Look();
        return await GoesOnAsync(fleet);
    }

    /// <summary>A disk of 12 MiB, where this system allows to make one; a file that grows takes what is left.</summary>
    private static async Task<CaseReport> FullAsync(Random random)
    {
        using var folder = new TempFolder();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder.Path) is { Length: > 0 } refusal)
        {
            return new CaseReport(0, 0, 0, 0, []) { Notes = [$"disk full: no small disk can be made here ({refusal}); left out"] };
        }

        try
        {
            await using var fleet = await ProcessFleet.StartAsync(new FleetPlan { Folder = folder.Path, Seed = random.Next() });
            await fleet.AtWorkAsync(0);
            Fill(folder["balloon"]);
            await fleet.UntilAsync(0, ledger => ledger.NotStored > 0, "publishes on although the disk is full");
            await RealTime.WaitAsync(500);
            fleet.Look();
            File.Delete(folder["balloon"]);
            fleet.Cases++;
            return await GoesOnAsync(fleet);
        }
        finally
        {
            await RunAsync("umount", "-l", folder.Path);
        }
    }

    /// <summary>The disk says EIO to a few waits.</summary>
    private static async Task<CaseReport> FailingAsync(Random random)
    {
        if (await Strace.RefusalAsync() is { } refusal)
        {
            return new CaseReport(0, 0, 0, 0, []) { Notes = [$"disk fails: {refusal}; left out"] };
        }

        using var folder = new TempFolder();
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan { Under = Strace.Failing(folder["strace"], random.Next(20, 60), 10), Seed = random.Next() });
        await fleet.UntilAsync(0, ledger => ledger.NotStored > 0, "has no publish that fails");
        fleet.Look();
        fleet.Cases++;
        return await GoesOnAsync(fleet);
    }

    /// <summary>
    /// R13: a publish is begun and held up. Everything else is delivered meanwhile; then looks become slow because of dead rows, so they begin at a watermark, which is later than that
    /// publish. When it commits at last, its rows lie below. Answers are slow and events come without a pause, so that lanes are busy: what is handed over at once needs no look.
    /// </summary>
    private static async Task<CaseReport> LateAsync(Random random)
    {
        var server = await GateRun.ServerAsync();
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan
        {
            Server = server,
            Seats = 2,
            Publishers = 1,
            Pace = TimeSpan.FromMilliseconds(1),
            SlowestAnswer = TimeSpan.FromMilliseconds(200),
            FailedOfHundred = 0,
            Lease = TimeSpan.FromSeconds(20),
            Deadline = TimeSpan.FromSeconds(5),
            Seed = random.Next(),
        });
        await fleet.AtWorkAsync(0);
        await using (var snapshot = fleet.Database.Open())
        {
            Execute(snapshot, "begin isolation level repeatable read; select 1 from pg_class limit 1");
            await using var holder = fleet.Database.Open();
            Execute(holder, "begin; lock table wms_webhooks.wms_webhook_event in share mode");
            await RealTime.WaitAsync(3000);
            for (var tries = 0; tries < 50 && fleet.Database.Count("select count(*) from wms_webhooks.wms_webhook_delivery") > 0; tries++)
            {
                await RealTime.WaitAsync(200);
            }

            MakeDeadRows(fleet.Database);
            await RealTime.WaitAsync(2000);
            fleet.Look();
            Execute(holder, "rollback");
            await RealTime.WaitAsync(2000);
        }

        fleet.Cases++;
        return await GoesOnAsync(fleet);
    }

    /// <summary>Rows that were due before all others and are gone, while an older snapshot keeps their index entries from being taken out.</summary>
    private static void MakeDeadRows(CaseDatabase database)
    {
        database.Execute("""
            insert into wms_webhooks.wms_webhook_delivery (id, event_key, subscription_id, lane, due_at, token, claims, attempts, steps, body, trigger)
            select -n, 0, 9000000, 9000000, timestamptz '2020-01-01' + n * interval '1 second', 0, 0, 0, 0, 0, 0 from generate_series(1, 150000) n
            """);
        database.Execute("delete from wms_webhooks.wms_webhook_delivery where id < 0");
    }

    private static async Task<CaseReport> GoesOnAsync(ProcessFleet fleet)
    {
        var before = fleet.LedgerOf(0).Acknowledged.Count;
        await fleet.UntilAsync(0, ledger => ledger.Acknowledged.Count > before, "does not go on");
        await fleet.DrainAsync();
        return fleet.Judge();
    }

    private static void Fill(string file)
    {
        using var balloon = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var piece = new byte[4096];
        try
        {
            while (true)
            {
                balloon.Write(piece);
            }
        }
        catch (IOException)
        {
            return;     // full
        }
    }

    /// <returns>What it complained of; empty when it went well.</returns>
    private static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : $"{command}: {errors.Trim()}.";
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (command is NpgsqlCommand postgres)
        {
            postgres.CommandTimeout = 60;
        }

        command.ExecuteNonQuery();
    }
}
