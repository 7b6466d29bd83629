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
    // For as long as the round trip's own transaction, so that nothing is left on a connection and a pooler between may be any. Plans that are discouraged count as dear, and
    // what counts as dear would be compiled first.
    internal const string ByIndex = """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)
        """;

    private static long _count;

    public async Task<List<T>> QueryAsync<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = Command(text, parameters);
        await using var _1 = command.ConfigureAwait(false);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _2 = rows.ConfigureAwait(false);
        return await ReadAsync(rows, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A statement that is to walk along its indexes and stop early. A queue fills and empties faster than its statistics are renewed: a plan that reads all that is due and sorts it is
    /// chosen for a table that seems to be small and run on a full one.
    /// </summary>
    public async Task<List<T>> SeekAsync<T>(string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        (await QueryBothAsync((ByIndex, static _ => true, []), (text, read, parameters), cancellationToken).ConfigureAwait(false)).Second;

    /// <summary>Two statements in one round trip, and in one transaction.</summary>
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
        var ofFirst = await ReadAsync(rows, first.Read, cancellationToken).ConfigureAwait(false);
        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return (ofFirst, await ReadAsync(rows, second.Read, cancellationToken).ConfigureAwait(false));
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

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(read(rows));
        }

        return found;
    }

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
