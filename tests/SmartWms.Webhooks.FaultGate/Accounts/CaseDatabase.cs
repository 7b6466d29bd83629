using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>The database of a case, as plain SQL reaches it beside the engine.</summary>
/// <param name="place">What the children are given: a file, or a connection string of Npgsql.</param>
internal sealed class CaseDatabase(string place)
{
    /// <summary>By which the attacker's own connections are known.</summary>
    public const string Attacker = "attacker";

    public string Place => place;

    public bool IsPostgreSql { get; } = place.Contains("Host=", StringComparison.Ordinal);

    public string Table(string name) => (IsPostgreSql ? "wms_webhooks." : "") + "wms_webhook_" + name;

    /// <summary>A connection of its own, never a pooled one: the server behind it may have been killed.</summary>
    public DbConnection Open(bool writes = false)
    {
        DbConnection connection = IsPostgreSql
            ? new NpgsqlConnection(place + $";Pooling=false;Timeout=5;Application Name={Attacker}")
            : new SqliteConnection($"Data Source={place};Pooling=false;Mode={(writes ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly)}");
        connection.Open();
        return connection;
    }

    public List<T> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public long Count(string sql) => Query(sql, row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture))[0];

    public void Execute(string sql)
    {
        using var connection = Open(writes: true);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 60;
        command.ExecuteNonQuery();
    }

    /// <summary>Whether nobody holds the file's write lock; always so in PostgreSQL.</summary>
    public bool TakesWrites()
    {
        try
        {
            if (!IsPostgreSql)
            {
                using var connection = Open(writes: true);
                using var command = connection.CreateCommand();
                command.CommandText = "begin immediate; rollback";
                command.CommandTimeout = 1;     // Microsoft.Data.Sqlite tries again for so long
                command.ExecuteNonQuery();
            }

            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 5)
        {
            return false;
        }
    }

    /// <summary>Deliveries that have not ended.</summary>
    public long Unfinished() => Count($"select count(*) from {Table("delivery")}");
}
