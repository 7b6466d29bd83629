namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class ReadableJsonTests
{
    private const string Thai = "คลังสินค้า";

    [Fact]
    public async Task Letters_stay_letters_and_what_markup_is_made_of_is_escaped()
    {
        await using var host = await ApiHost.StartAsync();
        await host.Webhooks.CreateAsync(new() { Name = $"{Thai} <b>&'", Url = host.Receiver.UrlOf("/erp"), EventTypes = ["*"] });

        var answer = await host.GetAsync("/");

        Assert.Contains(Thai, answer.Text, StringComparison.Ordinal);
        Assert.All("<>&'", letter => Assert.DoesNotContain(letter, answer.Text));
        Assert.Equal($"{Thai} <b>&'", answer.Items[0].GetProperty("name").GetString());
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
    }

    [Fact]
    public async Task Also_in_a_problem_a_preview_and_the_catalogue()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.UseInMemory().AddEventType("dock.opened", Thai));
        await host.Webhooks.CreateAsync(new() { Name = "ERP", Url = host.Receiver.UrlOf("/erp"), EventTypes = ["*"] });

        Assert.Contains(Thai, (await host.PostAsync("/", $$"""{"name":"x","url":"https://erp.example.com","eventTypes":["{{Thai}}"]}""")).Text, StringComparison.Ordinal);
        Assert.Contains(Thai, (await host.PostAsync("/preview", $$"""{"eventType":"order.shipped","data":"{{Thai}}"}""")).Text, StringComparison.Ordinal);
        Assert.Contains(Thai, (await host.GetAsync("/event-types")).Text, StringComparison.Ordinal);
        Assert.Contains(Thai, (await host.GetAsync("/openapi.json")).Text, StringComparison.Ordinal);
    }
}
