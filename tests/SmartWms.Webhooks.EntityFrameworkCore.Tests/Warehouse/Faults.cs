using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

/// <summary>Breaks a save at a named place, a number of times.</summary>
public sealed class Faults : IDbTransactionInterceptor, IDbCommandInterceptor
{
    public int BeforeCommit { get; set; }

    /// <summary>The database has committed, the client does not learn it.</summary>
    public int AfterCommit { get; set; }

    public int Commands { get; set; }

    public int Thrown { get; private set; }

    public InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        BeforeCommit = Throw(BeforeCommit);
        if (AfterCommit > 0)
        {
            transaction.Commit();
            AfterCommit = Throw(AfterCommit);
        }

        return result;
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(TransactionCommitting(transaction, eventData, result));

    /// <summary>Once the command has run: its work is there and has to be undone.</summary>
    public DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (eventData.CommandSource == CommandSource.SaveChanges && Commands > 0)
        {
            result.Dispose();
            Commands = Throw(Commands);
        }

        return result;
    }

    public ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReaderExecuted(command, eventData, result));

    private int Throw(int left)
    {
        if (left == 0)
        {
            return 0;
        }

        Thrown++;
        (BeforeCommit, AfterCommit, Commands) = (Math.Max(0, BeforeCommit - 1), Math.Max(0, AfterCommit - 1), Math.Max(0, Commands - 1));
        throw new TransientException();
    }
}
