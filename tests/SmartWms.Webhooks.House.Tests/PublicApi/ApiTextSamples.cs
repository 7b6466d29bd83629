#pragma warning disable CS0067, CA1000, CA1003, CA1024, CA1030, CA1034, CA1040, CA1051, CA1052, CA1067, CA1069, CA1708, CA1710, CA1711, CA1716, CA1720, CA1724, CA1815, CA1819, CA2211, CA2225, CA2231 // Samples of what C# can say, not of what one should.
namespace SmartWms.Webhooks.House.Tests.PublicApi.Samples;

[Flags]
public enum Colors : byte
{
    Red = 1,
    None = 0,
}

public delegate string? Render<in T>(T value, params int[] rest);

public interface IStore<TKey> : IDisposable
    where TKey : notnull, IComparable<TKey>
{
    int Count { get; }

    Task<string?> FindAsync(TKey key, CancellationToken cancellationToken = default);

    bool Has(TKey key) => key is null;
}

public abstract record Outcome
{
    private Outcome()
    {
    }

    public sealed record Failed(string Reason, TimeSpan? After = null) : Outcome;
}

public readonly record struct Lease(Guid Token, int Tries);

public static class Extensions
{
    public const string Name = "a \"name\"";
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static T? FirstOf<T>(this IReadOnlyList<T>? items, Colors color = Colors.Red, int? most = 3)
        where T : class, new() => null;
}

public class Open(int start) : EventArgs, IEquatable<Open>
{
    private int _hidden = start;

    public event EventHandler<Open>? Changed;

    public required string Title { get; init; }

    public string? Note { get; protected set; }

    public string this[int index] => $"{index}{_hidden}";

    public static implicit operator int(Open open) => open._hidden;

    public bool Equals(Open? other) => other is not null;

    public override string ToString() => "";

    public void Move(in Lease lease, ref int count, out Dictionary<string, List<int?>>[] result)
    {
        result = [];
        _hidden = count;
    }

    [Obsolete("Use Move")]
    public virtual void Old()
    {
    }

    protected internal virtual void Deriving()
    {
    }

    internal void Hidden()
    {
    }

    protected sealed class Nested;

    private sealed class Secret;
}
