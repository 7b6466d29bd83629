using System.Globalization;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Tests.Events;

public sealed class EventIdsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void An_id_is_a_version_7_UUID_of_the_given_time()
    {
        var id = EventIds.New(Noon);

        Assert.StartsWith("evt_", id, StringComparison.Ordinal);
        Assert.True(EventId.IsValid(id));
        var uuid = Guid.ParseExact(id.AsSpan(4), "N");
        Assert.Equal(7, uuid.Version);
        Assert.InRange(uuid.Variant, 0x8, 0xB);
        Assert.Equal(Noon.ToUnixTimeMilliseconds(), long.Parse(id.AsSpan(4, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Ids_of_later_milliseconds_sort_later() =>
        Assert.True(string.CompareOrdinal(EventIds.New(Noon), EventIds.New(Noon.AddMilliseconds(1))) < 0);

    [Fact]
    public void Ids_of_one_moment_from_many_threads_differ()
    {
        string[] ids = [.. Enumerable.Range(0, 100_000).AsParallel().Select(_ => EventIds.New(Noon))];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
