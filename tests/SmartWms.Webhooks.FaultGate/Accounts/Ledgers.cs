using System.Globalization;
using SmartWms.Webhooks.Crash.Host.Nodes;

namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>What the children of one database wrote down about themselves.</summary>
internal sealed class Ledgers
{
    private readonly List<(string Word, string What)> _lines;
    private readonly Lazy<HashSet<string>> _tried;
    private readonly Lazy<ILookup<string, string>> _secrets;

    public Ledgers(IEnumerable<string> files)
        : this(files.SelectMany(Lines))
    {
    }

    private Ledgers(IEnumerable<(string Word, string What)> lines)
    {
        _lines = [.. lines];
        _tried = new Lazy<HashSet<string>>(() => [.. Of("try")]);
        _secrets = new Lazy<ILookup<string, string>>(
            () => Of("secret").Select(what => what.Split(' ')).ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal));
    }

    /// <summary>Event ids that a publisher was about to publish.</summary>
    public HashSet<string> Tried => _tried.Value;

    /// <summary>Event ids whose publish returned.</summary>
    public HashSet<string> Acknowledged => [.. Of("ack")];

    /// <summary>The point at which the child was about to kill itself.</summary>
    public string? Point => Of("point").LastOrDefault();

    /// <summary>Results that a node had for a lease it had lost.</summary>
    public int Refused => Of(Fleet.Refused).Sum(count => int.Parse(count, CultureInfo.InvariantCulture));

    /// <summary>Publishes that failed and were tried again.</summary>
    public int NotStored => Of(Fleet.NotStored).Count();

    /// <summary>Tokens of the leases with which the process stands still right now: nothing was sent on them.</summary>
    public HashSet<long> Lingering => [.. Tokens(Fleet.Lingers).Except(Tokens(Fleet.Lingered))];

    /// <summary>Whether the publisher publishes no more.</summary>
    public bool IsDone => Of(Fleet.Done).Any();

    /// <summary>Whether the node delivers and, when it is told to, publishes.</summary>
    public bool HasStarted => Of(Fleet.Started).Any() && (Tried.Count > 0 || Of(Fleet.Started).Last() == Fleet.OnlyDelivers);

    /// <summary>Transactions that made an event durable.</summary>
    public int Commits => int.Parse(Of("commits").Single(), CultureInfo.InvariantCulture);

    /// <summary>What each kind of connection answered to <c>pragma synchronous</c>.</summary>
    public IReadOnlyList<string> Synchronous => [.. Of("synchronous")];

    /// <summary>Secrets that a rotation was about to give, by path.</summary>
    public ILookup<string, string> Secrets => _secrets.Value;

    /// <summary>Made up, for tests of the checks themselves.</summary>
    public static Ledgers Of(params (string Word, string What)[] lines) => new(lines);

    private IEnumerable<long> Tokens(string word) => Of(word).SelectMany(tokens => tokens.Split(' ')).Select(token => long.Parse(token, CultureInfo.InvariantCulture));

    private IEnumerable<string> Of(string word) => _lines.Where(line => line.Word == word).Select(line => line.What);

    /// <summary>Whole lines only: the kill may have cut the last one, and what it would have said had then not happened yet.</summary>
    private static IEnumerable<(string, string)> Lines(string file)
    {
        var text = File.ReadAllText(file);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            yield return (line[..space], line[(space + 1)..]);
        }
    }
}
