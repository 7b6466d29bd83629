using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Sqlite.Migrations;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite;

/// <summary>One SQLite file: its writer, its readers, its schema. What the three stores share.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteConnector _connector;
    private readonly ReadPool _readers;
    private readonly Lazy<Writer> _writer;
    private readonly SqliteSynchronous _synchronous;
    private readonly SemaphoreSlim _initializing = new(1, 1);
    private HostConnections? _hostConnections;
    private volatile bool _isInitialized;
    private volatile bool _isDisposed;

    public SqliteDatabase(SqliteOptions options, TimeProvider time)
    {
        _synchronous = options.Synchronous;
        _connector = new SqliteConnector(options);
        _readers = new ReadPool(_connector);
        _writer = new Lazy<Writer>(() => new Writer(_connector, time, options.MaxHostTransaction));
        DueLanes = new DueLaneFinder(_connector, (search, cancellationToken) => _writer.Value.RunAsync(WriteKind.Other, search, cancellationToken));
    }

    public DueLaneFinder DueLanes { get; }

    /// <summary>Looks at connections of the host. Once the file is open.</summary>
    public HostConnections HostConnections => _hostConnections ?? throw new InvalidOperationException("The file is not open yet.");

    /// <summary>How many transactions the writer has committed.</summary>
    public long Commits => _writer.Value.Commits;

    /// <summary>Opens the file, asserts its durability and brings its tables up to date. Called again, or by several at once, it does so once.</summary>
    public Task InitializeAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _isInitialized ? Task.CompletedTask : OpenAsync(cancellationToken);
    }

    public Task<T> WriteAsync<T>(WriteKind kind, Func<WriteSession, T> work, CancellationToken cancellationToken) =>
        _isInitialized ? _writer.Value.RunAsync(kind, work, cancellationToken) : OpenAndWriteAsync(kind, work, cancellationToken);

    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _readers.Dispose();
        DueLanes.Dispose();
        if (_writer.IsValueCreated)
        {
            await _writer.Value.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> OpenAndWriteAsync<T>(WriteKind kind, Func<WriteSession, T> work, CancellationToken cancellationToken)
    {
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        return await _writer.Value.RunAsync(kind, work, cancellationToken).ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _initializing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isInitialized)
            {
                await Task.Run(Migrate, cancellationToken).ConfigureAwait(false);
                _isInitialized = true;
            }
        }
        finally
        {
            _initializing.Release();
        }
    }

    private void Migrate()
    {
        using var session = _connector.OpenPatient();
        MigrationRunner.Run(session, MigrationRunner.Embedded);
        _hostConnections = new HostConnections(session, _synchronous);
    }
}
