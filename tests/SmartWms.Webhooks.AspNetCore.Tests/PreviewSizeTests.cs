using System.Net;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class PreviewSizeTests
{
    [Fact]
    public async Task A_preview_shows_the_body_once_for_each_contract_however_many_webhooks_get_it()
    {
        await using var host = await ApiHost.StartAsync();
        for (var number = 0; number < 20; number++)
        {
            await host.Webhooks.CreateAsync(new() { Name = $"{number}", Url = host.Receiver.UrlOf("/erp"), EventTypes = ["*"], Contract = number % 2 == 0 ? "smartwms" : "wms" });
        }

        var answer = await host.PostAsync("/preview", $$"""{"eventType":"order.shipped","data":"{{new string('x', 100_000)}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.InRange(answer.Text.Length, 200_000, 300_000);
        Assert.Equal(["smartwms", "wms"], answer.Json.GetProperty("bodies").EnumerateObject().Select(body => body.Name).Order());
        Assert.Equal(["smartwms", "wms"], answer.Json.GetProperty("webhooks").EnumerateArray().Select(webhook => webhook.GetProperty("contract").GetString()).Take(2));
    }
}
