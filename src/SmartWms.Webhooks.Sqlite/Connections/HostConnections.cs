using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>Decides whether events can be part of a transaction of the host. Every question is a read that leaves the transaction as it was.</summary>
internal sealed class HostConnections
{
    private const string InstanceId = "select instance_id from main.wms_webhook_meta";

    private readonly string _file;
    private readonly string _instanceId;
    private readonly SqliteSynchronous _synchronous;

    /// <summary>Connection strings that led to this very database.</summary>
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public HostConnections(SqliteSession own, SqliteSynchronous synchronous)
    {
        _file = FileOf(own);
        _instanceId = own.TextScalar(InstanceId);
        _synchronous = synchronous;
    }

    /// <summary>Statements inside the host's transaction.</summary>
    /// <exception cref="WebhookTransactionException">It is none of this file, it has ended, or it is less durable than what was asked for.</exception>
    public SqliteSession Open(DbTransaction transaction)
    {
        if (transaction is not SqliteTransaction { } own)
        {
            throw new WebhookTransactionException(
                $"The transaction is a {transaction.GetType().Name}; webhooks are kept in the SQLite file {_file}. Pass a transaction of a SqliteConnection to this file, or choose the store of your own database.");
        }

        var session = own.Connection is { State: System.Data.ConnectionState.Open } connection ? SqliteSession.On(connection) : null;
        if (session is not { InTransaction: true })
        {
            throw new WebhookTransactionException("The transaction has ended: it was committed, rolled back or disposed, or its connection was closed. Publish before its end.");
        }

        CheckFile(session, own.Connection!.ConnectionString);
        CheckDurability(session);
        return session;
    }

    private void CheckFile(SqliteSession session, string connectionString)
    {
        var file = FileOf(session);
        if (file == _file && _known.ContainsKey(connectionString))
        {
            return;
        }

        if (file != _file || InstanceOf(session) != _instanceId)
        {
            throw new WebhookTransactionException(
                $"The transaction is on {(file.Length == 0 ? "a database in memory" : file)}; webhooks are kept in {_file}. Give UseSqlite(...) the connection string of your own database, so that both are one file.");
        }

        _known.TryAdd(connectionString, true);
    }

    /// <summary>A commit of the host has to be as durable as one of the engine: receivers are told of it.</summary>
    private void CheckDurability(SqliteSession session)
    {
        var mode = session.TextScalar("pragma main.journal_mode");
        if (mode != "wal")
        {
            throw new WebhookTransactionException($"The transaction's connection runs with journal_mode={mode} and not with the write-ahead log. Run 'PRAGMA journal_mode=WAL' on it before the transaction begins.");
        }

        var (expected, name) = _synchronous == SqliteSynchronous.Full ? (2, "FULL") : (1, "NORMAL");
        var actual = session.Scalar("pragma main.synchronous");
        if (actual < expected)
        {
            throw new WebhookTransactionException(string.Create(CultureInfo.InvariantCulture,
                $"The transaction's connection runs with synchronous={actual}; webhooks are kept with {name} ({expected}): its commit could be lost after a receiver was told of it. ")
                + $"Run 'PRAGMA synchronous={name}' on the connection before its transaction begins, or lower SqliteOptions.Synchronous.");
        }
    }

    /// <summary>A copy of the file has the same id, so the path counts too. SQLite resolves links.</summary>
    private static string FileOf(SqliteSession session) => raw.sqlite3_db_filename(session.Handle, "main").utf8_to_string() ?? "";

    private static string? InstanceOf(SqliteSession session) =>
        session.Scalar("select count(*) from main.sqlite_schema where type = 'table' and name = 'wms_webhook_meta'") == 0 ? null : session.TextScalar(InstanceId);
}
