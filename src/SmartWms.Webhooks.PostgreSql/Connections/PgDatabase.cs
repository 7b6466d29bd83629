using System.Transactions;
using Npgsql;
using IsolationLevel = System.Data.IsolationLevel;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>The database as this node uses it: its pool of connections, its schema, and another try where two got in each other's way.</summary>
internal sealed class PgDatabase : IAsyncDisposable
{
    /// <summary>Most steps can be taken twice: events are recognised by their id, results and claims by their token. The others say so.</summary>
    private const int MaxTries = 3;

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _isOwn;
    private readonly bool _preparesByItself;
    private readonly int _timeoutSeconds;

    public PgDatabase(string connectionString, PostgreSqlOptions options)
        : this(NpgsqlDataSource.Create(Own(connectionString, options)), options) => (_isOwn, _preparesByItself) = (true, false);

    /// <summary>With the host's own pool, which stays the host's.</summary>
    public PgDatabase(NpgsqlDataSource dataSource, PostgreSqlOptions options)
    {
        options.Check();
        Sql = new SchemaSql(options.Schema);
        SchemaName = options.Schema;
        _dataSource = dataSource;
        _preparesByItself = PreparesByItself(dataSource.ConnectionString);
        _timeoutSeconds = (int)options.CommandTimeout.TotalSeconds;
    }

    public SchemaSql Sql { get; }

    public string SchemaName { get; }

    /// <summary>For messages.</summary>
    public string Schema => Sql.Quoted;

    /// <summary>What must not be taken twice, such as adding to a number: no other try.</summary>
    public Task<T> RunOnceAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => OnceAsync(work, inTransaction: false, cancellationToken);

    /// <summary>One statement, or several that need not be one step.</summary>
    public Task<T> RunAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TryAsync(() => OnceAsync(work, inTransaction: false, cancellationToken));

    /// <summary>All or nothing, under READ COMMITTED: each statement sees what was committed before it.</summary>
    public Task<T> TransactAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TryAsync(() => OnceAsync(work, inTransaction: true, cancellationToken));

    /// <summary>All or nothing, of what would not be recognised the second time: no other try once its commit was asked for. Whether it took place is then in doubt, and the caller is told so.</summary>
    public async Task<T> TransactUnlessInDoubtAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var isDone = false;
        return await TryAsync(
            () => OnceAsync(
                async (session, token) =>
                {
                    var result = await work(session, token).ConfigureAwait(false);
                    isDone = true;
                    return result;
                },
                inTransaction: true,
                cancellationToken),
            () => !isDone).ConfigureAwait(false);
    }

    /// <summary>A connection for as long as the caller likes. An ambient transaction of the host is none of the engine's, and a pool of the host's own would take part in it.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (Transaction.Current is null)
        {
            return await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        using var apart = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        apart.Complete();
        return connection;
    }

    /// <summary>Statements on a connection of the host's.</summary>
    public PgSession On(NpgsqlConnection connection) => new(connection, Sql, PreparesByItself(connection.ConnectionString), _timeoutSeconds);

    public ValueTask DisposeAsync() => _isOwn ? _dataSource.DisposeAsync() : ValueTask.CompletedTask;

    private async Task<T> TryAsync<T>(Func<Task<T>> work, Func<bool>? mayRepeat = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (attempt < MaxTries && mayRepeat?.Invoke() != false && TransientErrors.IsCollision(exception))
            {
                continue;
            }
            catch (NpgsqlException exception) when (attempt < MaxTries && mayRepeat?.Invoke() != false && TransientErrors.IsLostConnection(exception))
            {
                // Only idle ones are closed: whoever works with a sound connection goes on.
                _dataSource.Clear();
            }
        }
    }

    private async Task<T> OnceAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, bool inTransaction, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _1 = connection.ConfigureAwait(false);
        var session = new PgSession(connection, Sql, _preparesByItself, _timeoutSeconds);
        if (!inTransaction)
        {
            return await work(session, cancellationToken).ConfigureAwait(false);
        }

        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var _2 = transaction.ConfigureAwait(false);
        var result = await work(session, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    private static string Own(string connectionString, PostgreSqlOptions options)
    {
        options.Check();
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            Enlist = false,             // an ambient transaction of the host is none of the engine's
            MaxAutoPrepare = 0,         // see PgSession
            NoResetOnClose = true,      // nothing is ever set on a session, so there is nothing to reset
            IncludeErrorDetail = false, // a refused row's values are no text for a log
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = options.MaxConnections,
            ApplicationName = "SmartWms.Webhooks",
        }.ConnectionString;
    }

    private static bool PreparesByItself(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).MaxAutoPrepare > 0;
}
