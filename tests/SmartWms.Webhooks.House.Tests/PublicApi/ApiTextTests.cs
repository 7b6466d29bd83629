namespace SmartWms.Webhooks.House.Tests.PublicApi;

public sealed class ApiTextTests
{
    [Fact]
    public void Everything_others_can_see_is_printed_as_they_would_write_it_and_nothing_else()
    {
        const string Expected = """
            namespace SmartWms.Webhooks.House.Tests.PublicApi.Samples

            [Flags] public enum Colors : byte
                None = 0,
                Red = 1,

            public static class Extensions
                public const string Name = "a \"name\"";
                public static readonly TimeSpan Day;
                public static T FirstOf<T>(this IReadOnlyList<T>? items, Colors color = Colors.Red, int? most = 3) where T : class, new();

            public interface IStore<TKey> : IDisposable where TKey : IComparable<TKey>
                public int Count { get; }
                public Task<string?> FindAsync(TKey key, CancellationToken cancellationToken = default);
                public virtual bool Has(TKey key);

            public readonly record struct Lease
                public Lease(Guid Token, int Tries);
                public Guid Token { get; init; }
                public int Tries { get; init; }

            public class Open : EventArgs, IEquatable<Open>
                public Open(int start);
                public required string Title { get; init; }
                public string this[int index] { get; }
                public string? Note { get; protected set; }
                public event EventHandler<Open>? Changed;
                [Obsolete] public virtual void Old();
                protected virtual void Deriving();
                public bool Equals(Open? other);
                public override string ToString();
                public static int op_Implicit(Open open);
                public void Move(in Lease lease, ref int count, out Dictionary<string, List<int?>>[] result);
                protected sealed class Nested
                    public Nested();

            public abstract record Outcome
                public sealed record Failed : Outcome
                    public Failed(string Reason, TimeSpan? After = null);
                    public TimeSpan? After { get; init; }
                    public string Reason { get; init; }

            public delegate string? Render<in T>(T value, params int[] rest);

            """;
        var samples = typeof(Samples.Open).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Samples.Open).Namespace);

        Assert.Equal(Expected, ApiText.Of(samples), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void An_assembly_without_public_types_is_an_empty_text()
    {
        Assert.Equal("\n", ApiText.Of(Array.Empty<Type>()));
    }

    [Fact]
    public void The_same_text_has_no_difference()
    {
        Assert.Equal([], LineDiff.Of("a\nb\n", "a\r\nb"));
    }

    [Fact]
    public void A_moved_line_is_taken_out_and_put_in()
    {
        Assert.Equal(["- a", "+ a"], LineDiff.Of("a\nb\nc", "b\nc\na"));
    }
}
