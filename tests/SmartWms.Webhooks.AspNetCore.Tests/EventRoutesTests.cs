using System.Net;
using System.Text.Json;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class EventRoutesTests
{
    [Fact]
    public async Task The_catalogue_lists_every_type_with_examples_and_schemas()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.UseInMemory().AddEventType("cycle_count.finished", "A cycle count was finished."));

        var types = (await host.GetAsync("/event-types")).Items.EnumerateArray().ToDictionary(type => type.GetProperty("name").GetString()!);

        Assert.Equal("A cycle count was finished.", types["cycle_count.finished"].GetProperty("description").GetString());
        var shipped = types["order.shipped"];
        Assert.NotEmpty(shipped.GetProperty("descriptionThai").GetString()!);
        Assert.Equal(JsonValueKind.Object, shipped.GetProperty("shapes").GetProperty("smartwms").GetProperty("example").ValueKind);
        Assert.Equal("object", shipped.GetProperty("shapes").GetProperty("wms").GetProperty("schema").GetProperty("type").GetString());
        Assert.True(types["user.created"].GetProperty("isSensitive").GetBoolean());
    }

    [Theory]
    [InlineData("smartwms", "X-SmartWMS-Signature", true)]
    [InlineData("wms", "X-WMS-Signature", true)]
    [InlineData("standardwebhooks", "webhook-signature", false)]
    public async Task The_openapi_document_says_what_arrives(string contract, string signature, bool isLegacy)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync($"/openapi.json?contract={contract}");

        var document = answer.Json;
        Assert.Equal("3.1.1", document.GetProperty("openapi").GetString());
        var all = document.GetProperty("webhooks").EnumerateObject().ToList();
        Assert.Equal((await host.GetAsync("/event-types")).Items.GetArrayLength(), all.Count);
        var post = document.GetProperty("webhooks").GetProperty("order.shipped").GetProperty("post");
        var headers = post.GetProperty("parameters").EnumerateArray().Select(header => header.GetProperty("name").GetString()).ToList();
        Assert.Contains(signature, headers);
        Assert.Equal(isLegacy, headers.Contains("X-SmartWMS-Signature") || headers.Contains("X-WMS-Signature"));
        var media = post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        Assert.Equal("order.shipped", media.GetProperty("schema").GetProperty("properties").GetProperty("type").GetProperty("const").GetString());
        Assert.True(media.GetProperty("schema").GetProperty("properties").GetProperty("data").TryGetProperty("properties", out _));
        Assert.Equal(JsonValueKind.Object, media.GetProperty("example").GetProperty("data").ValueKind);
        Assert.Equal(all.Count, all.Select(each => each.Value.GetProperty("post").GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task The_headers_the_document_names_are_those_that_are_sent()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();
        await host.DeliverAsync();
        var document = (await host.GetAsync("/openapi.json")).Json;
        var named = document.GetProperty("webhooks").GetProperty("order.shipped").GetProperty("post").GetProperty("parameters").EnumerateArray().Select(header => header.GetProperty("name").GetString()!);

        var sent = host.Receiver.Requests[0].Headers.Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.All(named, name => Assert.Contains(name, sent));
    }

    [Fact]
    public async Task An_unknown_contract_is_told_the_known_ones()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync("/openapi.json?contract=mine");

        Assert.Equal("invalid", answer.Code);
        Assert.Contains("smartwms, standardwebhooks, wms", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_says_who_would_get_it_and_why_not_and_sends_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var answer = (await host.PostAsync("/preview", """{"eventType":"order.shipped","data":{"orderId":"ord_1"},"eventId":"evt_1"}""")).Json;
        var matching = answer.GetProperty("webhooks")[0];
        var other = (await host.PostAsync("/preview", """{"eventType":"inventory.low","data":{}}""")).Json.GetProperty("webhooks")[0];

        Assert.True(matching.GetProperty("matches").GetBoolean());
        Assert.Equal(webhook.Id.ToString(), matching.GetProperty("webhookId").GetString());
        Assert.Contains("\"data\":{\"orderId\":\"ord_1\"}", answer.GetProperty("bodies").GetProperty(matching.GetProperty("contract").GetString()!).GetString(), StringComparison.Ordinal);
        Assert.Contains(matching.GetProperty("headers").EnumerateArray(), header => header.GetProperty("name").GetString() == "X-SmartWMS-Signature");
        Assert.False(other.GetProperty("matches").GetBoolean());
        Assert.NotEmpty(other.GetProperty("why").GetString()!);
        Assert.Equal("invalid", (await host.PostAsync("/preview", """{"eventType":"order.shipped"}""")).Code);
        Assert.Equal("invalid", (await host.PostAsync("/preview", """{"eventType":"nobody.knows","data":{}}""")).Code);
        Assert.Equal(0, host.Receiver.Count);
    }

    [Fact]
    public async Task This_node_is_listed_drained_and_resumed()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await host.PostAsync("/nodes/this/drain")).Status);
        var node = (await host.GetAsync("/nodes")).Items.EnumerateArray().Single(each => each.GetProperty("isThisNode").GetBoolean());
        Assert.Equal("draining", node.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await host.PostAsync("/nodes/this/resume")).Status);
        await host.DeliverAsync();
    }
}
