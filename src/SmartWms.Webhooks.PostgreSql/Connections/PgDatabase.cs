using System.Data;
using Npgsql;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>The database as this node uses it: its pool of connections, its schema, and another try where two got in each other's way.</summary>
internal sealed class PgDatabase : IAsyncDisposable
{
    /// <summary>Every step but adding to counts can be taken twice: events are recognised by their id, results and claims by their token.</summary>
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
        TryAsync(work, inTransaction: false, cancellationToken);

    /// <summary>All or nothing, under READ COMMITTED: each statement sees what was committed before it.</summary>
    public Task<T> TransactAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TryAsync(work, inTransaction: true, cancellationToken);

    /// <summary>A connection for as long as the caller likes.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _dataSource.OpenConnectionAsync(cancellationToken);

    /// <summary>Statements on a connection of the host's.</summary>
    public PgSession On(NpgsqlConnection connection) => new(connection, Sql, PreparesByItself(connection.ConnectionString), _timeoutSeconds);

    public ValueTask DisposeAsync() => _isOwn ? _dataSource.DisposeAsync() : ValueTask.CompletedTask;

    private async Task<T> TryAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, bool inTransaction, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(work, inTransaction, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (attempt < MaxTries && TransientErrors.IsCollision(exception))
            {
                continue;
            }
            catch (NpgsqlException exception) when (attempt < MaxTries && TransientErrors.IsLostConnection(exception))
            {
                // Only idle ones are closed: whoever works with a sound connection goes on.
                _dataSource.Clear();
            }
        }
    }

    private async Task<T> OnceAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, bool inTransaction, CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
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
