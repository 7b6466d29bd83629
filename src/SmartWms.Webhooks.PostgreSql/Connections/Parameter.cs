using Npgsql;
using NpgsqlTypes;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>Typed values for <c>$1</c>, <c>$2</c>, …: a null has its type too, so that no statement depends on what stands beside it.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of(int? value) => Make(NpgsqlDbType.Integer, value);

    public static NpgsqlParameter Of(long? value) => Make(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Of(bool value) => Make(NpgsqlDbType.Boolean, value);

    public static NpgsqlParameter Of(DateTimeOffset? value) => Make(NpgsqlDbType.TimestampTz, value?.ToUniversalTime());

    public static NpgsqlParameter Of(TimeSpan? value) => Make(NpgsqlDbType.Interval, value);

    public static NpgsqlParameter Of(byte[] value) => Make(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter Text(string? value) => Make(NpgsqlDbType.Text, StorableText.Of(value));

    public static NpgsqlParameter Of(int[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Integer, values);

    public static NpgsqlParameter Of(int?[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Integer, values);

    public static NpgsqlParameter Of(long[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Of(long?[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values);

    public static NpgsqlParameter Of(bool[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Boolean, values);

    public static NpgsqlParameter Of(DateTimeOffset[] values) =>
        Make(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Array.ConvertAll(values, value => value.ToUniversalTime()));

    public static NpgsqlParameter Of(DateTimeOffset?[] values) =>
        Make(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Array.ConvertAll(values, value => value?.ToUniversalTime()));

    public static NpgsqlParameter Of(TimeSpan?[]? values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Interval, values);

    public static NpgsqlParameter Of(TimeSpan[]? values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Interval, values);

    public static NpgsqlParameter Of(byte[]?[] values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bytea, values);

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => Make(NpgsqlDbType.Array | NpgsqlDbType.Text, values.Select(StorableText.Of).ToArray());

    private static NpgsqlParameter Make(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
