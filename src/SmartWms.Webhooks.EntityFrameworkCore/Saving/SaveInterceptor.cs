using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SmartWms.Webhooks.EntityFrameworkCore.Collecting;

namespace SmartWms.Webhooks.EntityFrameworkCore.Saving;

/// <summary>
/// Writes what a context has collected before the first command of its save: by then the transaction is open, and so is EF Core's savepoint inside a transaction of the host, and a retrying
/// execution strategy comes by here with every attempt. Has no state of its own.
/// </summary>
internal sealed class SaveInterceptor : ISaveChangesInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor
{
    public static readonly SaveInterceptor Instance = new();

    /// <summary>Transactions that hold events, of whichever context: several can share one.</summary>
    private readonly ConditionalWeakTable<DbTransaction, SaveInterceptor> _holdingEvents = [];

    private SaveInterceptor()
    {
    }

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Of(eventData)?.Begin();
        return result;
    }

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    public InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        BeforeCommand(eventData);
        return result;
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await BeforeCommandAsync(eventData, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        BeforeCommand(eventData);
        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await BeforeCommandAsync(eventData, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        if (Of(eventData) is { IsEmpty: false, RanCommand: false } webhooks)
        {
            OnlyEvents.Save(webhooks, this, result);
        }

        return result;
    }

    public async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (Of(eventData) is { IsEmpty: false, RanCommand: false } webhooks)
        {
            await OnlyEvents.SaveAsync(webhooks, this, result, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public DbTransaction TransactionUsed(DbConnection connection, TransactionEventData eventData, DbTransaction result)
    {
        Of(eventData)?.Uses(eventData.TransactionId);
        return result;
    }

    public ValueTask<DbTransaction> TransactionUsedAsync(DbConnection connection, TransactionEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(TransactionUsed(connection, eventData, result));

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        var webhooks = Of(eventData);
        webhooks?.Committed(eventData.TransactionId);
        if (_holdingEvents.Remove(transaction))
        {
            webhooks?.Dispatcher.NotifyCommitted();
        }
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Of(eventData)?.RolledBack(eventData.TransactionId);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionRolledBack(transaction, eventData);
        return Task.CompletedTask;
    }

    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => Of(eventData)?.RolledBackToSavepoint(eventData.TransactionId);

    public Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        RolledBackToSavepoint(transaction, eventData);
        return Task.CompletedTask;
    }

    public void Write(ContextWebhooks webhooks)
    {
        var step = webhooks.Unwritten();
        foreach (var batch in step.Batches(webhooks.MaxBatch))
        {
            // The context saves without awaiting, so this waits; nothing behind it needs the caller's thread.
            webhooks.Dispatcher.PublishAsync(batch).GetAwaiter().GetResult();
        }

        Written(webhooks, step);
    }

    public async Task WriteAsync(ContextWebhooks webhooks, CancellationToken cancellationToken)
    {
        var step = webhooks.Unwritten();
        foreach (var batch in step.Batches(webhooks.MaxBatch))
        {
            await webhooks.Dispatcher.PublishAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        Written(webhooks, step);
    }

    private static ContextWebhooks? Of(DbContextEventData eventData) => eventData.Context?.GetService<ContextWebhooks>();

    private void BeforeCommand(CommandEventData eventData)
    {
        if (OfSave(eventData) is { } webhooks)
        {
            Write(webhooks);
            webhooks.Runs();
        }
    }

    private async ValueTask BeforeCommandAsync(CommandEventData eventData, CancellationToken cancellationToken)
    {
        if (OfSave(eventData) is { } webhooks)
        {
            await WriteAsync(webhooks, cancellationToken).ConfigureAwait(false);
            webhooks.Runs();
        }
    }

    private static ContextWebhooks? OfSave(CommandEventData eventData) => eventData.CommandSource == CommandSource.SaveChanges ? Of(eventData) : null;

    private void Written(ContextWebhooks webhooks, WriteStep step)
    {
        webhooks.Written(step);
        if (step.Transaction is { } transaction)
        {
            _holdingEvents.AddOrUpdate(transaction, this);
        }
    }
}
