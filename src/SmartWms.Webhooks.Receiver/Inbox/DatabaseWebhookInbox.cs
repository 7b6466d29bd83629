using System.Data.Common;

namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>
/// Remembers ids in the table <c>wms_webhook_inbox</c> of a database: also after a restart and on every node. What a process that died had not handled is given out again ten minutes later.
/// Ids of handled events are kept 90 days.
/// </summary>
public sealed class DatabaseWebhookInbox : IWebhookInbox
{
    /// <summary>The receiver's name where a database has only one.</summary>
    public const string DefaultReceiver = "default";

    private const int MostAtOnce = 100;
    private const int MaxReceiver = 64;

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly DbDataSource _database;
    private readonly string _receiver;
    private volatile bool _isCreated;

    /// <summary>Makes the inbox; the table is made at its first use.</summary>
    /// <param name="database">Where the table lives: SQLite and PostgreSQL are tested; the statements are plain SQL with parameters as <c>@id</c>. Not disposed.</param>
    /// <param name="receiver">Tells receivers apart that share a database: the same event goes to each of them. 1 to 64 characters; all nodes of one receiver use the same.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public DatabaseWebhookInbox(DbDataSource database, string receiver = DefaultReceiver)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(receiver);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(receiver.Length, MaxReceiver, nameof(receiver));
        _database = database;
        _receiver = receiver;
    }

    /// <summary>
    /// For a handler that wants its own work and the mark in one transaction: marks the event as handled inside it, so that it was handled exactly if the handler's work was.
    /// Needs the table, which the inbox makes.
    /// </summary>
    /// <param name="eventId">Which.</param>
    /// <param name="now">When it was handled.</param>
    /// <param name="transaction">The handler's own.</param>
    /// <param name="receiver">As the inbox was made with.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>Whether it was not handled yet. False: it was handled before, leave the transaction.</returns>
    /// <exception cref="DbException">Somebody handles it at the same time, or the database fails: the handler should fail, and will run again.</exception>
    public static async Task<bool> TryMarkHandledAsync(
        string eventId, DateTimeOffset now, DbTransaction transaction, string receiver = DefaultReceiver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentException.ThrowIfNullOrEmpty(receiver);
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");
        var sql = new InboxSql(connection, receiver, transaction);
        return await sql.SetHandledAsync(eventId, now, cancellationToken).ConfigureAwait(false)
            || await sql.InsertAsync(eventId, now, body: null, handled: now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the table, when it is not there.</summary>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>When it is there.</returns>
    public Task CreateAsync(CancellationToken cancellationToken = default) => UseAsync(_ => Task.FromResult(true), cancellationToken);

    /// <inheritdoc />
    public async Task<InboxOutcome> AddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            if (await UseAsync(sql => sql.InsertAsync(entry.EventId, entry.ReceivedAt, entry.Body.ToArray(), handled: null, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                return InboxOutcome.Added;
            }
        }
        catch (DbException)
        {
            // Two nodes at the same moment: the other was faster by less than a statement. Anything else is the error it is.
            if (await OutcomeAsync(entry, cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }

            throw;
        }

        // Forgotten meanwhile: it comes again.
        return await OutcomeAsync(entry, cancellationToken).ConfigureAwait(false) ?? InboxOutcome.Pending;
    }

    /// <inheritdoc />
    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken) => UseAsync(sql => sql.SetHandledAsync(eventId, now, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task ForgetAsync(string eventId, CancellationToken cancellationToken) => UseAsync(sql => sql.ForgetAsync(eventId, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => UseAsync(sql => sql.PurgeAsync(now - Kept, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task KeepAsync(IReadOnlyCollection<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventIds);
        return eventIds.Count == 0 ? Task.CompletedTask : UseAsync(
            async sql =>
            {
                // Each by itself: a handler may hold its own row in a transaction for longer than a command waits, and the others would count as abandoned.
                DbException? failure = null;
                foreach (var eventId in eventIds)
                {
                    try
                    {
                        await sql.KeepAsync(eventId, now, cancellationToken).ConfigureAwait(false);
                    }
                    catch (DbException exception) when (!cancellationToken.IsCancellationRequested)
                    {
                        failure = exception;
                    }
                }

                return failure is null ? true : throw failure;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => UseAsync<IReadOnlyList<InboxEntry>>(
        async sql =>
        {
            var taken = new List<InboxEntry>();
            foreach (var (eventId, takenAt) in await sql.FindAbandonedAsync(now - AbandonedAfter, MostAtOnce, cancellationToken).ConfigureAwait(false))
            {
                if (await sql.TakeAsync(eventId, takenAt, now, cancellationToken).ConfigureAwait(false) && await sql.ReadAsync(eventId, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    taken.Add(entry);
                }
            }

            return taken;
        },
        cancellationToken);

    private Task<InboxOutcome?> OutcomeAsync(InboxEntry entry, CancellationToken cancellationToken) => UseAsync(sql => sql.OutcomeAsync(entry.EventId, cancellationToken), cancellationToken);

    private async Task<T> UseAsync<T>(Func<InboxSql, Task<T>> use, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var sql = new InboxSql(connection, _receiver);
            if (!_isCreated)
            {
                await sql.CreateAsync(cancellationToken).ConfigureAwait(false);
                _isCreated = true;
            }

            return await use(sql).ConfigureAwait(false);
        }
    }
}
