using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>SQLite's codes as the provider's own exception, and what they say about the connection.</summary>
internal static class SqliteErrors
{
    public static SqliteException From(int code, sqlite3 connection)
    {
        var extended = raw.sqlite3_extended_errcode(connection);
        var text = raw.sqlite3_errmsg(connection).utf8_to_string();
        return new SqliteException(string.Create(CultureInfo.InvariantCulture, $"SQLite Error {code}: '{text}'."), code, extended);
    }

    public static bool IsBusy(this SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>The statement itself was refused (a constraint, a type, too big); the connection and its neighbours are sound.</summary>
    public static bool IsOfOneOperation(Exception exception) =>
        exception is not SqliteException error
        || error.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_ERROR or raw.SQLITE_RANGE;
}
