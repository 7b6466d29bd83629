namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>What one case saw.</summary>
/// <param name="Kills">Kills that hit live work.</param>
/// <param name="Acks">Publishes that returned.</param>
/// <param name="Duplicates">Requests answered 2xx beyond the first.</param>
/// <param name="Bound">In flight or not recorded at the kills: as many duplicates are allowed.</param>
/// <param name="Complaints">Broken invariants.</param>
internal sealed record CaseReport(int Kills, int Acks, int Duplicates, int Bound, IReadOnlyList<string> Complaints)
{
    public int Lost => Complaints.Count(complaint => complaint.StartsWith("lost", StringComparison.Ordinal));

    public int Unexpected => Complaints.Count(complaint => complaint.StartsWith("unexpected", StringComparison.Ordinal));

    /// <summary>One line for a person, and red when anything is broken.</summary>
    public static void Judge(string name, IReadOnlyList<CaseReport> reports)
    {
        var complaints = reports.SelectMany(report => report.Complaints).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{name}: {reports.Count} cases, {reports.Sum(report => report.Kills)} kills, {reports.Sum(report => report.Acks)} acks, {reports.Sum(report => report.Lost)} lost, {reports.Sum(report => report.Unexpected)} unexpected, {reports.Sum(report => report.Duplicates)} duplicates, bound {reports.Sum(report => report.Bound)}"));
        Assert.True(complaints.Count == 0, FormattableString.Invariant($"{complaints.Count} complaints:{Environment.NewLine}{string.Join(Environment.NewLine, complaints.Take(20))}"));
    }
}
