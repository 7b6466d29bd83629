namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>What one database, or one engine, has been through.</summary>
/// <param name="Cases">Faults that hit live work: kills, freezes, lies, jumps.</param>
/// <param name="Acks">Publishes that returned.</param>
/// <param name="Duplicates">Requests answered 2xx beyond the first.</param>
/// <param name="Bound">In flight or not recorded at the faults: as many duplicates are allowed.</param>
/// <param name="Complaints">Broken invariants.</param>
internal sealed record CaseReport(int Cases, int Acks, int Duplicates, int Bound, IReadOnlyList<string> Complaints)
{
    /// <summary>Results of processes that had lost their lease, each of which was dropped and counted.</summary>
    public int Refused { get; init; }

    /// <summary>What a reader should know beside the figures.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Lost => Beginning("lost");

    public int Unexpected => Beginning("unexpected");

    /// <summary>All of them as one.</summary>
    public static CaseReport Sum(IReadOnlyCollection<CaseReport> reports) => new(
        reports.Sum(report => report.Cases), reports.Sum(report => report.Acks), reports.Sum(report => report.Duplicates), reports.Sum(report => report.Bound),
        [.. reports.SelectMany(report => report.Complaints)])
    {
        Refused = reports.Sum(report => report.Refused),
        Notes = [.. reports.SelectMany(report => report.Notes).Distinct()],
    };

    public override string ToString() => FormattableString.Invariant(
        $"{Cases,6} cases {Acks,8} acks {Lost,5} lost {Unexpected,5} unexpected {Duplicates,6} duplicates (bound {Bound}) {Refused,5} zombies refused");

    private int Beginning(string word) => Complaints.Count(complaint => complaint.StartsWith(word, StringComparison.Ordinal));
}
