using SmartWms.Webhooks.Crash.Host;

namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>What must hold after any number of kills, from three accounts: the publishers', the receiver's and the tables'. Accounts in, complaints out.</summary>
internal static class Invariants
{
    /// <summary>Of the file as a kill left it: what was acknowledged is there, and no half of anything.</summary>
    public static IEnumerable<string> AtTheKill(Ledgers ledgers, StoreView store) =>
        Whole(store)
            .Concat(Foreign(ledgers, store))
            .Concat(ledgers.Acknowledged.Except(store.Events).Select(id => $"lost: {id} was acknowledged and is not in the file that the kill left"))
            .Concat(Disabled(store));

    /// <summary>At the end of a drain.</summary>
    public static IEnumerable<string> AtTheEnd(Ledgers ledgers, StoreView store, IReadOnlyList<Arrival> arrivals, IReadOnlyList<StoreView> kills) =>
        Whole(store)
            .Concat(Foreign(ledgers, store))
            .Concat(Lost(ledgers, store, arrivals))
            .Concat(Unexpected(arrivals))
            .Concat(Records(store))
            .Concat(Repeated(store, arrivals, kills));

    /// <summary>I1: each acknowledged event has, for each endpoint, a request answered 2xx or a terminal failure with its attempts.</summary>
    public static IEnumerable<string> Lost(Ledgers ledgers, StoreView store, IReadOnlyList<Arrival> arrivals)
    {
        var rows = store.Rows.ToLookup(row => (row.Event, row.Path));
        var accepted = arrivals.Where(arrival => arrival.IsAccepted).Select(arrival => (arrival.Event, arrival.Path)).ToHashSet();
        return from id in ledgers.Acknowledged
               from path in Published.PathsOf(id)
               where !accepted.Contains((id, path)) && !rows[(id, path)].Any(row => row is { State: 3 or 4, Records: > 0 })
               select $"lost: {id} {path} was acknowledged, and has neither a 2xx nor a terminal record";
    }

    /// <summary>I2: nothing arrives that was not published like this.</summary>
    public static IEnumerable<string> Unexpected(IReadOnlyList<Arrival> arrivals) =>
        from arrival in arrivals
        where arrival.Wrong.Length > 0
        select $"unexpected: {arrival.Event} {arrival.Path}: {arrival.Wrong}";

    /// <summary>I4: a request that no attempt accounts for was under way, or its result was not yet stored, when a kill came: then its lease was found in the file.</summary>
    public static IEnumerable<string> Repeated(StoreView store, IReadOnlyList<Arrival> arrivals, IReadOnlyList<StoreView> kills)
    {
        var requests = arrivals.CountBy(arrival => (arrival.Event, arrival.Path)).ToDictionary();
        var leases = Leases(kills).CountBy(row => (row.Event, row.Path)).ToDictionary();
        return from row in store.Rows
               let sent = requests.GetValueOrDefault((row.Event, row.Path))
               let cut = leases.GetValueOrDefault((row.Event, row.Path))
               where sent > row.Attempts + cut
               select $"repeated: {row.Event} {row.Path} was sent {sent} times, with {row.Attempts} attempts recorded and {cut} leases cut by kills";
    }

    /// <summary>Requests answered 2xx beyond the first.</summary>
    public static int Duplicates(IReadOnlyList<Arrival> arrivals) =>
        arrivals.Where(arrival => arrival.IsAccepted).CountBy(arrival => (arrival.Event, arrival.Path)).Sum(group => group.Value - 1);

    /// <summary>Attempts that failed though the receiver accepted: it was too late with it, on a machine that had more to do.</summary>
    public static int TooLate(StoreView store, IReadOnlyList<Arrival> arrivals) =>
        Math.Max(0, store.Rows.Sum(row => row.Records - row.Successes) - arrivals.Count(arrival => !arrival.IsAccepted));

    /// <summary>What was claimed and not recorded when the kills came; a lease that lasts over two kills counts once.</summary>
    public static IEnumerable<StoreRow> Leases(IReadOnlyList<StoreView> kills) =>
        kills.SelectMany(store => store.Rows).Where(row => row.Token != 0).DistinctBy(row => (row.Delivery, row.Token));

    /// <summary>What a kill found claimed and the receiver had not seen: never more than there are slots. What an earlier kill had cut, and nobody has claimed since, is not this child's.</summary>
    public static int NotArrived(StoreView kill, IReadOnlyList<Arrival> before, IReadOnlyList<StoreView> earlierKills)
    {
        var arrived = before.CountBy(arrival => (arrival.Event, arrival.Path)).ToDictionary();
        var cutBefore = Leases(earlierKills).Select(row => (row.Delivery, row.Token)).ToHashSet();
        return kill.Rows.Count(row =>
            row.Token != 0 && !cutBefore.Contains((row.Delivery, row.Token)) && arrived.GetValueOrDefault((row.Event, row.Path)) <= row.Attempts);
    }

    /// <summary>Fan-out is one transaction: an event has all of its deliveries or does not exist. And SQLite's own check.</summary>
    private static IEnumerable<string> Whole(StoreView store)
    {
        var rows = store.Rows.ToLookup(row => row.Event, row => row.Path);
        return store.Events
            .Where(id => !rows[id].Order(StringComparer.Ordinal).SequenceEqual(Published.PathsOf(id)))
            .Select(id => $"half: {id} has deliveries to {string.Join(' ', rows[id])}")
            .Concat(store.Integrity == "ok" ? [] : [$"integrity: {store.Integrity}"]);
    }

    private static IEnumerable<string> Foreign(Ledgers ledgers, StoreView store) =>
        store.Events.Except(ledgers.Tried).Select(id => $"unexpected: {id} is stored and nobody published it");

    /// <summary>I3: numbers without a gap, one success for what was delivered and none for what was not.</summary>
    private static IEnumerable<string> Records(StoreView store) =>
        from row in store.Rows
        let problem = row switch
        {
            { State: 0 } => "is unfinished",
            _ when row.Attempts != row.Records || row.LastNumber != row.Records => $"counts {row.Attempts} attempts, has {row.Records}, the last numbered {row.LastNumber}",
            { State: 2, Successes: not 1 } or { State: not 2, Successes: not 0 } => $"ended in state {row.State} with {row.Successes} successes",
            _ => "",
        }
        where problem.Length > 0
        select $"record: {row.Delivery} ({row.Event} {row.Path}) {problem}";

    /// <summary>R22: the failure that disables and the disabling are one transaction.</summary>
    private static IEnumerable<string> Disabled(StoreView store) =>
        from path in Paths()
        where store.Disabled.Contains(path) != store.Rows.Any(row => row.Path == path && row.State == 3)
        select $"half: {path} is {(store.Disabled.Contains(path) ? "disabled without" : "active with")} a failed delivery";

    private static IEnumerable<string> Paths() => Enumerable.Range(0, Published.Endpoints).Select(Published.Path);
}
