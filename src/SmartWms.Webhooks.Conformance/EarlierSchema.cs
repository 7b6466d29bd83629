using SmartWms.Webhooks.Conformance.Rules;

namespace SmartWms.Webhooks.Conformance;

/// <summary>A database as an earlier version of the store left it, for the rules of family U.</summary>
/// <remarks>Before each release that changes the schema, fill an empty database of the version in use with <see cref="FillAsync"/>, and keep a copy of it beside the tests.</remarks>
public sealed class EarlierSchema
{
    private readonly Func<CancellationToken, Task<StoreUnderTest>> _open;

    /// <summary>One of them.</summary>
    /// <param name="name">For messages, e.g. <c>schema 3</c>.</param>
    /// <param name="open">Opens a copy of that database with today's version, which moves it to today's schema. Called once for each rule; what it gives is disposed afterwards.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public EarlierSchema(string name, Func<CancellationToken, Task<StoreUnderTest>> open)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(open);
        (Name, _open) = (name, open);
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>Fills an empty store with what the rules of family U look for: two webhooks, and six events whose deliveries wait, are being sent, are held, and have ended.</summary>
    /// <param name="stores">Of one empty database.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>When all is stored.</returns>
    /// <exception cref="ConformanceException">The store does not take what it is given.</exception>
    public static Task FillAsync(StoreUnderTest stores, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stores);
        return new EarlierContent(stores, cancellationToken).FillAsync();
    }

    internal async Task TryAsync(Func<StoreUnderTest, Task> rule, CancellationToken cancellationToken)
    {
        try
        {
            var stores = await _open(cancellationToken).ConfigureAwait(false);
            await using (stores.ConfigureAwait(false))
            {
                await rule(stores).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConformanceException($"moved from {Name}: {RuleRun.Reason(error)}", error);
        }
    }
}
