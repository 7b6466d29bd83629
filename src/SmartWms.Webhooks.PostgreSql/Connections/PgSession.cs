using System.Globalization;
using Npgsql;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>One connection in use, with the schema's name put into every statement. Nothing is ever prepared: a plan made while the tables were empty took seconds on full ones.</summary>
/// <remarks>
/// That is also why <c>plan_cache_mode</c> is not set: a statement that is parsed, bound and run once is always planned for its values. A connection of the host's own
/// may prepare by itself what it sees again and again (Max Auto Prepare); there each text is made to be seen once.
/// </remarks>
internal sealed class PgSession(NpgsqlConnection connection, SchemaSql sql, bool preparesByItself, int timeoutSeconds)
{
    private static long _count;

    public async Task<List<T>> QueryAsync<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = Command(text, parameters);
        await using var _1 = command.ConfigureAwait(false);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _2 = rows.ConfigureAwait(false);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(read(rows));
        }

        return found;
    }

    /// <summary>Two statements in one round trip.</summary>
    public async Task<(List<T1> First, List<T2> Second)> QueryBothAsync<T1, T2>(
        (string Text, Func<NpgsqlDataReader, T1> Read, NpgsqlParameter[] Parameters) first,
        (string Text, Func<NpgsqlDataReader, T2> Read, NpgsqlParameter[] Parameters) second,
        CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds };
        await using var _1 = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(BatchCommand(first.Text, first.Parameters));
        batch.BatchCommands.Add(BatchCommand(second.Text, second.Parameters));
        var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _2 = rows.ConfigureAwait(false);
        var ofFirst = new List<T1>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ofFirst.Add(first.Read(rows));
        }

        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var ofSecond = new List<T2>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ofSecond.Add(second.Read(rows));
        }

        return (ofFirst, ofSecond);
    }

    public async Task<bool> ExistsAsync(string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        (await QueryAsync(text, static _ => true, cancellationToken, parameters).ConfigureAwait(false)).Count > 0;

    /// <returns>How many rows were written.</returns>
    public async Task<int> ExecuteAsync(string text, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = Command(text, parameters);
        await using var _1 = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Several statements, divided by semicolons, without parameters.</summary>
    public Task ExecuteScriptAsync(string text, CancellationToken cancellationToken) => ExecuteAsync(text, cancellationToken);

    private NpgsqlCommand Command(string text, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(Text(text), connection) { CommandTimeout = timeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private NpgsqlBatchCommand BatchCommand(string text, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(Text(text));
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private string Text(string text) => preparesByItself
        ? string.Create(CultureInfo.InvariantCulture, $"{sql.Of(text)} -- {Interlocked.Increment(ref _count)}")
        : sql.Of(text);
}
