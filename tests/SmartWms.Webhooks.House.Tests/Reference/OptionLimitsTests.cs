namespace SmartWms.Webhooks.House.Tests.Reference;

public sealed class OptionLimitsTests
{
    [Fact]
    public void What_is_taken_on_both_sides_of_the_default_is_found_to_the_last_unit()
    {
        var limits = OptionLimits.Of(() => new SampleOptions(), (options, key) => key switch
        {
            "Count" => options.Count is < -3 or > 7,
            "Group:Wait" => options.Group.Wait < TimeSpan.FromMilliseconds(100) || options.Group.Wait > TimeSpan.FromDays(3653),
            "Group:Share" => options.Group.Share is not (> 0 and <= 1),
            _ => false,
        });

        Assert.Equal([("Count", "-3 to 7"), ("Group:Share", "above 0 to 1"), ("Group:Wait", "100 milliseconds to 3,653 days")], limits.Select(limit => (limit.Key, limit.Value)).Order());
    }

    private sealed class SampleOptions
    {
        public int Count { get; set; } = 5;

        public int Anything { get; set; }

        public GroupOptions Group { get; } = new();
    }

    private sealed class GroupOptions
    {
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1);

        public double Share { get; set; } = 0.5;
    }
}
