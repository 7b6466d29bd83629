using System.Diagnostics;
using Npgsql;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F5: PostgreSQL is restarted, cuts its clients off, has no connection left, or is down. Nothing is acknowledged falsely, no attempt is spent, and work goes on soon after.</summary>
internal static class DatabaseAway
{
    private const int Kinds = 5;

    /// <summary>The pump's longest pause after a failing store is 10 seconds.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10) + TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);

    public static Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run) => run.DivideAsync(Kinds, (cases, random, _) => RunAsync(cases, run.IsLong ? Long : Short, random), atOnce: 1);

    private static async Task<CaseReport> RunAsync(int cases, TimeSpan down, Random random)
    {
        var server = await GateRun.VictimAsync();
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan
        {
            Server = server,
            Seats = 2,
            Publishers = 2,
            Lease = TimeSpan.FromSeconds(8),
            Deadline = TimeSpan.FromSeconds(5),
            FailedOfHundred = 0,
            Seed = random.Next(),
        });
        await fleet.AtWorkAsync(0);
        await fleet.AtWorkAsync(1);
        for (var kind = 0; kind < cases; kind++)
        {
            await RealTime.WaitAsync(random.Next(200, 600));
            fleet.Look();
            await TakeAwayAsync(kind, fleet, server, down);
            await GoesOnAsync(kind, fleet);
            fleet.Cases++;
        }

        await fleet.DrainAsync();
        var report = fleet.Judge();
        return fleet.Ledgers.NotStored > 0 ? report : report with { Complaints = [.. report.Complaints, "false: no publish failed although the database was away"] };
    }

    private static async Task TakeAwayAsync(int kind, ProcessFleet fleet, PostgresServer server, TimeSpan down)
    {
        switch (kind)
        {
            case 0 or 1:
                await server.StopAsync(isImmediate: kind == 1);
                await ReturnAsync(fleet, server);
                break;
            case 2:
                fleet.Cut();
                break;
            case 3:
                await UseUpAsync(fleet);
                break;
            default:
                await server.StopAsync(isImmediate: false);
                await RealTime.WaitAsync(down);
                await ReturnAsync(fleet, server);
                break;
        }
    }

    /// <summary>The processes stand still for a moment, so that what is leased is read before anybody takes it over.</summary>
    private static async Task ReturnAsync(ProcessFleet fleet, PostgresServer server)
    {
        fleet.ChildOf(0).Signal("STOP");
        fleet.ChildOf(1).Signal("STOP");
        await server.StartAgainAsync();
        fleet.Look();
        fleet.Continue(0);
        fleet.Continue(1);
    }

    /// <summary>Takes every connection there is, for two seconds.</summary>
    private static async Task UseUpAsync(ProcessFleet fleet)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            for (var isFull = false; !isFull;)
            {
                try
                {
                    taken.Add((NpgsqlConnection)fleet.Database.Open());
                }
                catch (PostgresException)
                {
                    isFull = true;
                }
            }

            // Whoever has a connection loses it, and the next one is taken too.
            using (var cut = taken[0].CreateCommand())
            {
                cut.CommandText = $"select pg_terminate_backend(pid) from pg_stat_activity where application_name <> '{CaseDatabase.Attacker}' and backend_type = 'client backend'";
                cut.ExecuteNonQuery();
            }

            for (var more = 0; more < 30; more++)
            {
                try
                {
                    taken.Add((NpgsqlConnection)fleet.Database.Open());
                }
                catch (PostgresException)
                {
                    more = 30;
                }
            }

            await RealTime.WaitAsync(TimeSpan.FromSeconds(2));
        }
        finally
        {
            taken.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>Without a restart, both processes publish and something arrives.</summary>
    private static async Task GoesOnAsync(int kind, ProcessFleet fleet)
    {
        var clock = Stopwatch.StartNew();
        int[] before = [fleet.LedgerOf(0).Acknowledged.Count, fleet.LedgerOf(1).Acknowledged.Count];
        var arrived = fleet.Receiver.Count;
        try
        {
            await fleet.UntilAsync(0, ledger => ledger.Acknowledged.Count > before[0] && fleet.Receiver.Count > arrived, "does not go on");
            await fleet.UntilAsync(1, ledger => ledger.Acknowledged.Count > before[1], "does not go on");
        }
        catch (TimeoutException exception)
        {
            fleet.Complain($"away {kind}: {exception.Message}");
        }

        if (clock.Elapsed > Soon)
        {
            fleet.Complain(FormattableString.Invariant($"away {kind}: work went on only after {clock.Elapsed.TotalSeconds:F1} s"));
        }
    }
}
