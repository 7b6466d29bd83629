using System.Data.Common;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance;

/// <summary>The stores of one empty database, opened for one rule.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    /// <summary>Keeps subscriptions.</summary>
    public required ISubscriptionStore Subscriptions { get; init; }

    /// <summary>Keeps events and deliveries. When it is an <see cref="ITransactionalDeliveryStore"/> too, <see cref="BeginTransaction"/> must be given.</summary>
    public required IDeliveryStore Deliveries { get; init; }

    /// <summary>What people read.</summary>
    public required IDeliveryLog Log { get; init; }

    /// <summary>What it does not promise.</summary>
    /// <value><see cref="StoreDeclarations.None"/>: it promises all.</value>
    public StoreDeclarations Declares { get; init; }

    /// <summary>Opens the same database a second time, as another node would. <see langword="null"/>: only one process at a time may use it, and rules use the first one's stores from several threads.</summary>
    public Func<CancellationToken, Task<StoreUnderTest>>? OpenSecondNode { get; init; }

    /// <summary>Begins a transaction on the same database over a connection of the host's own. The kit commits it or rolls it back, and disposes it and its connection.</summary>
    /// <value><see langword="null"/>: the store takes no part in transactions of the host.</value>
    public Func<CancellationToken, Task<DbTransaction>>? BeginTransaction { get; init; }

    /// <summary>Databases that earlier versions of the store left, each filled by <see cref="EarlierSchema.FillAsync"/>.</summary>
    /// <value>None: a store in its first schema.</value>
    public IReadOnlyList<EarlierSchema> EarlierSchemas { get; init; } = [];

    /// <summary>Closes the stores and removes the database. <see langword="null"/>: nothing is left behind.</summary>
    public Func<ValueTask>? Disposing { get; init; }

    /// <summary>Closes the stores.</summary>
    /// <returns>When <see cref="Disposing"/> has run.</returns>
    public ValueTask DisposeAsync() => Disposing?.Invoke() ?? ValueTask.CompletedTask;

    internal bool Promises(RuleNeeds needs) => needs switch
    {
        RuleNeeds.OneDatabase => !Declares.HasFlag(StoreDeclarations.SeparateSubscriptions),
        RuleNeeds.HostTransaction => Deliveries is ITransactionalDeliveryStore,
        RuleNeeds.EarlierSchemas => EarlierSchemas.Count > 0,
        _ => true,
    };

    internal Task<StoreUnderTest> SecondNodeAsync(CancellationToken cancellationToken) =>
        OpenSecondNode?.Invoke(cancellationToken) ?? Task.FromResult(new StoreUnderTest { Subscriptions = Subscriptions, Deliveries = Deliveries, Log = Log });
}
