using System.Diagnostics;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <content>What is done to the processes, and the reckoning.</content>
internal sealed partial class ProcessFleet
{
    /// <summary>SIGKILL of a process that has come to work; counted when it hit live work. Another one takes the seat.</summary>
    public async Task KillAsync(int seat, TimeSpan after = default)
    {
        await StartedAsync(seat);
        await RealTime.WaitAsync(after);
        _nodes[seat]!.Kill();
        Look();
        var ledger = LedgerOf(seat);
        if (ledger.Tried.Count > ledger.Acknowledged.Count || Database.Unfinished() > 0)
        {
            Cases++;
        }

        _nodes[seat]!.Dispose();
        Fill(seat);
    }

    /// <summary>SIGSTOP. Whatever the frozen process has under way may be taken over.</summary>
    public StoreView Freeze(int seat)
    {
        _nodes[seat]!.Signal("STOP");
        return Look();
    }

    public void Continue(int seat) => _nodes[seat]!.Signal("CONT");

    /// <summary>Ends every connection of the processes, whatever it is doing.</summary>
    public void Cut()
    {
        Look();
        Database.Query(
            $"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name <> '{CaseDatabase.Attacker}'", _ => true);
    }

    /// <summary>SIGTERM, and how long the process took to end.</summary>
    public async Task<(int Code, TimeSpan Took)> EndAsync(int seat)
    {
        var clock = Stopwatch.StartNew();
        _nodes[seat]!.Signal("TERM");
        var code = await _nodes[seat]!.ExitAsync();
        return (code, clock.Elapsed);
    }

    /// <summary>Lets the publishers come to their end, and waits until nothing is unfinished.</summary>
    public async Task DrainAsync(TimeSpan? longest = null)
    {
        await File.WriteAllTextAsync(Enough, "");
        try
        {
            await Patience.UntilAsync(IsDrainedAsync, () => "", longest ?? TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException)
        {
            _complaints.Add(FormattableString.Invariant($"unfinished: {Database.Unfinished()} deliveries are not at their end after a long drain"));
        }
    }

    /// <summary>Compares the three accounts: of the publishers, of the receiver, of the tables.</summary>
    /// <param name="bound">Duplicates that are allowed; <see langword="null"/> for one for each lease that was cut.</param>
    public CaseReport Judge(int? bound = null)
    {
        var ledgers = Ledgers;
        List<Arrival> arrivals = [.. _receiver.Requests.Select(request => Arrival.Of(request, ledgers))];
        var store = StoreView.Read(Database);
        var duplicates = Invariants.Duplicates(arrivals);
        var allowed = bound ?? Bound + Invariants.TooLate(store, arrivals);
        _complaints.AddRange(Invariants.AtTheEnd(ledgers, store, arrivals, _looks));
        if (duplicates > allowed)
        {
            _complaints.Add(FormattableString.Invariant($"bound: {duplicates} duplicates, {allowed} are allowed"));
        }

        return new CaseReport(Cases, ledgers.Acknowledged.Count, duplicates, allowed, _complaints) { Refused = ledgers.Refused, Notes = _notes };
    }

    private async Task<bool> IsDrainedAsync()
    {
        await RealTime.WaitAsync(100);
        for (var seat = 0; seat < _plan.Seats; seat++)
        {
            if (_nodes[seat]!.HasEnded)
            {
                throw new InvalidOperationException($"A process has ended by itself: {await _nodes[seat]!.WordsAsync()}");
            }
        }

        return Enumerable.Range(0, _plan.Publishers).All(seat => LedgerOf(seat).IsDone) && Database.Unfinished() == 0;
    }
}
