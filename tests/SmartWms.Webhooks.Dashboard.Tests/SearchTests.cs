namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>The box on every page: what a support person has in hand, as it was pasted.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("  SO-2024-77\t", "deliveries?subject=SO-2024-77")]
    [InlineData("\u00A0SO-2024-77\u200B", "deliveries?subject=SO-2024-77")]
    [InlineData(" {delivery} ", "deliveries/{delivery}")]
    [InlineData("DLV_{number}", "deliveries/{delivery}")]
    [InlineData("\uFEFFWHK_1", "webhooks/whk_1")]
    [InlineData("so-2024-77", "deliveries?subject=SO-2024-77&done=otherCase")]
    [InlineData("LOT-a", "deliveries?subject=lot-a&done=otherCase")]
    [InlineData("So-9", "deliveries?subject=So-9")]
    public async Task Blanks_around_it_and_capital_letters_are_no_reason_to_find_nothing(string typed, string found)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        await host.DeliverAsync(subject: "lot-a");
        var delivery = await host.DeliverAsync(subject: "SO-2024-77");
        string Fill(string text) => text.Replace("{delivery}", delivery.Id.ToString(), StringComparison.Ordinal).Replace("{number}", delivery.Id.ToString()[4..], StringComparison.Ordinal);

        var answer = await host.GetAsync($"search?q={Uri.EscapeDataString(Fill(typed))}");

        Assert.Equal($"{DashboardHost.Mount}/{Fill(found)}", answer.Location);
    }

    [Fact]
    public async Task What_was_found_in_other_letters_says_so_and_what_is_typed_exactly_goes_first()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        await host.DeliverAsync(subject: "SO-1");

        var other = await host.FollowAsync(await host.GetAsync("search?q=so-1"));
        await host.DeliverAsync(subject: "so-1");
        var exact = await host.GetAsync("search?q=so-1");

        Assert.Contains("Nothing is called exactly what you typed", other.Text, StringComparison.Ordinal);
        Assert.EndsWith("deliveries?subject=so-1", exact.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_found_it_says_that_numbers_are_compared_exactly()
    {
        await using var host = await DashboardHost.StartAsync();

        Assert.Contains("compared exactly", (await host.GetAsync("deliveries?subject=SO-404")).Text, StringComparison.Ordinal);
        Assert.Contains("beginning of an event id", (await host.GetAsync("deliveries?event=evt_x")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("compared exactly", (await host.GetAsync("deliveries?state=failed")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_takes_a_pasted_number_without_its_blanks()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(subject: "SO-1");

        Assert.Contains(delivery.Id.ToString(), (await host.GetAsync($"deliveries?subject={Uri.EscapeDataString("\u200BSO-1 ")}")).Html, StringComparison.Ordinal);
    }
}
