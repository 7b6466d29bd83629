using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What a rule expects, said in the rule's own words when something else comes.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!AreSame(expected, actual))
        {
            throw Broken(what, $"should be {Shown.Of(expected)}", actual);
        }
    }

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        var (wanted, came) = (expected.ToArray(), actual.ToArray());
        if (!AreSame(wanted, came))
        {
            throw Broken(what, $"should be {Shown.Of(wanted)}", came);
        }
    }

    public static void NotEqual<T>(T unwanted, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (AreSame(unwanted, actual))
        {
            throw Broken(what, $"should be something else than {Shown.Of(unwanted)}", actual);
        }
    }

    public static void True([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw Broken(what, "should be true", condition);
        }
    }

    public static void False([DoesNotReturnIf(true)] bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (condition)
        {
            throw Broken(what, "should be false", condition);
        }
    }

    public static void Null<T>(T? value, [CallerArgumentExpression(nameof(value))] string what = "")
    {
        if (value is not null)
        {
            throw Broken(what, "should be null", value);
        }
    }

    public static void NotNull<T>([NotNull] T? value, [CallerArgumentExpression(nameof(value))] string what = "")
    {
        if (value is null)
        {
            throw Broken(what, "should be there", value);
        }
    }

    public static void Empty<T>(IEnumerable<T> items, [CallerArgumentExpression(nameof(items))] string what = "")
    {
        var came = items.ToArray();
        if (came.Length > 0)
        {
            throw Broken(what, "should be empty", came);
        }
    }

    public static void NotEmpty<T>(IEnumerable<T> items, [CallerArgumentExpression(nameof(items))] string what = "")
    {
        if (!items.Any())
        {
            throw Broken(what, "should not be empty", items);
        }
    }

    public static T Single<T>(IEnumerable<T> items, [CallerArgumentExpression(nameof(items))] string what = "")
    {
        var came = items.ToArray();
        return came.Length == 1 ? came[0] : throw Broken(what, "should be one", came);
    }

    public static void Contains<T>(T wanted, IEnumerable<T> items, [CallerArgumentExpression(nameof(items))] string what = "")
    {
        var came = items.ToArray();
        if (!came.Contains(wanted))
        {
            throw Broken(what, $"should hold {Shown.Of(wanted)}", came);
        }
    }

    /// <summary>That the call throws as a cancelled one does.</summary>
    public static async Task CancelledAsync(Func<Task> call, [CallerArgumentExpression(nameof(call))] string what = "")
    {
        try
        {
            await call();
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new ConformanceException($"{Words(what)} under a cancelled token should throw an OperationCanceledException, and it completed.");
    }

    private static bool AreSame(object? expected, object? actual) => (expected, actual) switch
    {
        (string, string) => Equals(expected, actual),
        (byte[] wanted, byte[] came) => wanted.AsSpan().SequenceEqual(came),
        (IEnumerable wanted, IEnumerable came) => wanted.Cast<object?>().ToArray() is var all && came.Cast<object?>().ToArray() is var others
            && all.Length == others.Length && all.Zip(others).All(pair => AreSame(pair.First, pair.Second)),
        _ => Equals(expected, actual),
    };

    private static ConformanceException Broken(string what, string expected, object? came) => new($"{Words(what)} {expected}, and it is {Shown.Of(came)}.");

    // One line, however the call was wrapped.
    private static string Words(string expression) => string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
