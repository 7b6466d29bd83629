namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>Times as the file keeps them: UTC ticks.</summary>
internal static class Ticks
{
    public static DateTimeOffset ToTime(this long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? ToTime(this long? ticks) => ticks is { } value ? value.ToTime() : null;

    public static TimeSpan? ToSpan(this long? ticks) => ticks is { } value ? TimeSpan.FromTicks(value) : null;
}
