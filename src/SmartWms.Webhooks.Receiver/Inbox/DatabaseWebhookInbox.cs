using System.Data.Common;

namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>
/// Remembers ids in the table <c>wms_webhook_inbox</c> of a database: also after a restart and on every node. What a process that died had not handled is given out again ten minutes later.
/// Ids of handled events are kept 90 days.
/// </summary>
public sealed class DatabaseWebhookInbox : IWebhookInbox
{
    private const int MostAtOnce = 100;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly DbDataSource _database;
    private volatile bool _isCreated;

    /// <summary>Makes the inbox; the table is made at its first use.</summary>
    /// <param name="database">Of any database; not disposed.</param>
    public DatabaseWebhookInbox(DbDataSource database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
    }

    /// <summary>
    /// For a handler that wants its own work and the mark in one transaction: marks the event inside it, so that the event was handled exactly if the handler's work was.
    /// Needs the table, which the inbox makes; with this, the receiver needs no other inbox than the one in memory.
    /// </summary>
    /// <param name="eventId">Which.</param>
    /// <param name="now">When it was handled.</param>
    /// <param name="transaction">The handler's own.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>Whether it is new. False: it was handled before, leave the transaction.</returns>
    /// <exception cref="DbException">Somebody handles it at the same time, or the database fails: the handler should fail, and will run again.</exception>
    public static async Task<bool> TryMarkHandledAsync(string eventId, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentNullException.ThrowIfNull(transaction);
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");
        var command = InboxSql.Insert(connection, eventId, now, taken: now, body: null, handled: now);
        command.Transaction = transaction;
        return await RunAsync(command, cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Makes the table, when it is not there.</summary>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>When it is there.</returns>
    public async Task CreateAsync(CancellationToken cancellationToken = default)
    {
        if (_isCreated)
        {
            return;
        }

        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await CreateAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        _isCreated = true;
    }

    /// <inheritdoc />
    public async Task<bool> TryAddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            return await UseAsync(connection => InboxSql.Insert(connection, entry.EventId, entry.ReceivedAt, entry.ReceivedAt, entry.Body.ToArray(), handled: null), cancellationToken).ConfigureAwait(false) == 1;
        }
        catch (DbException)
        {
            // Two nodes at the same moment: the other was faster by less than a statement.
            if (await IsKnownAsync(entry.EventId, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            throw;
        }
    }

    /// <inheritdoc />
    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken) =>
        UseAsync(connection => InboxSql.SetHandled(connection, eventId, now), cancellationToken);

    /// <inheritdoc />
    public Task ForgetAsync(string eventId, CancellationToken cancellationToken) => UseAsync(connection => InboxSql.Forget(connection, eventId), cancellationToken);

    /// <inheritdoc />
    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => UseAsync(connection => InboxSql.Purge(connection, now - Kept), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var taken = new List<InboxEntry>();
            foreach (var (entry, takenAt) in await InboxSql.FindAbandonedAsync(connection, now - AbandonedAfter, MostAtOnce, cancellationToken).ConfigureAwait(false))
            {
                if (await RunAsync(InboxSql.Take(connection, entry.EventId, takenAt, now), cancellationToken).ConfigureAwait(false) == 1)
                {
                    taken.Add(entry);
                }
            }

            return taken;
        }
    }

    private static async Task CreateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await RunAsync(InboxSql.Create(connection), cancellationToken).ConfigureAwait(false);
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node may have made it at the same moment; if not, the error is this one.
            if (!await IsThereAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private static async Task<bool> IsThereAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(InboxSql.Probe(connection), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static async Task<int> RunAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsKnownAsync(string eventId, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = InboxSql.Find(connection, eventId);
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
            }
        }
    }

    private async Task<int> UseAsync(Func<DbConnection, DbCommand> make, CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await RunAsync(make(connection), cancellationToken).ConfigureAwait(false);
        }
    }
}
