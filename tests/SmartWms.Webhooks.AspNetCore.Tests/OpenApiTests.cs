using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>The OpenAPI document, before the official schema of OpenAPI 3.1 and before what really arrives.</summary>
public sealed class OpenApiTests
{
    // Reads {"document": …, "bodies": {type: …}}; prints what is wrong, one a line.
    private const string Check = """
        const { default: Ajv } = require('ajv/dist/2020');
        const { default: addFormats } = require('ajv-formats');
        const parts = [];
        process.stdin.on('data', part => parts.push(part)).on('end', async () => {
          const { document, bodies } = JSON.parse(Buffer.concat(parts));
          const { Validator } = await import('@seriousme/openapi-schema-validator');
          const official = await new Validator().validate(document);
          if (!official.valid) console.log('document: ' + JSON.stringify(official.errors));
          const ajv = new Ajv({ strict: true, allowUnionTypes: true });
          addFormats(ajv);
          for (const [type, item] of Object.entries(document.webhooks ?? {})) {
            const media = item.post.requestBody.content['application/json'];
            const validate = ajv.compile(media.schema);
            if (!validate(media.example)) console.log(type + ', example: ' + ajv.errorsText(validate.errors));
            if (!(type in bodies)) console.log(type + ': nothing arrived');
            else if (!validate(bodies[type])) console.log(type + ', as sent: ' + ajv.errorsText(validate.errors));
          }
        });
        """;

    private static readonly NpmFolder Npm = new("@seriousme/openapi-schema-validator@2.11.0", "ajv@8.20.0", "ajv-formats@3.0.1");

    [Theory]
    [InlineData("smartwms")]
    [InlineData("wms")]
    [InlineData("standardwebhooks")]
    public async Task It_keeps_the_official_schema_and_describes_every_event_as_it_is_sent(string contract)
    {
        await using var host = await ApiHost.StartAsync(engine => engine.UseInMemory().AddEventType("cycle_count.finished", "A host's own."));
        var types = host.Services.GetRequiredService<EventCatalogue>().All;
        var webhook = (await host.Webhooks.CreateAsync(new NewWebhookSubscription
        {
            Name = "ERP",
            Url = host.Receiver.UrlOf("/erp"),
            EventTypes = ["*", .. types.Where(type => type.IsSensitive).Select(type => type.Name)],
            Contract = contract,
        })).Webhook.Id;
        var bodies = new Dictionary<string, JsonElement>();
        foreach (var type in types)
        {
            Assert.True((await host.Deliveries.SendTestAsync(webhook, type.Name)).Succeeded);
            bodies.Add(type.Name, JsonSerializer.Deserialize<JsonElement>(host.Receiver.Requests[^1].Text));
        }

        Assert.Equal("", await CheckAsync((await host.GetAsync($"/openapi.json?contract={contract}")).Json, bodies));
    }

    [Fact]
    public async Task What_is_wrong_would_be_seen()
    {
        var broken = JsonSerializer.Deserialize<JsonElement>("""
            {"openapi":"3.1.1","webhooks":{"a.b":{"post":{"requestBody":{"content":{"application/json":
                {"schema":{"type":"object","required":["id"],"properties":{"id":{}}},"example":{}}}},"responses":{}}}}}
            """);

        var said = await CheckAsync(broken, new() { ["a.b"] = JsonSerializer.Deserialize<JsonElement>("{}") });

        Assert.Contains("'info'", said, StringComparison.Ordinal);
        Assert.Contains("a.b, example: data must have required property 'id'", said, StringComparison.Ordinal);
        Assert.Contains("a.b, as sent: data must have required property 'id'", said, StringComparison.Ordinal);
    }

    private static async Task<string> CheckAsync(JsonElement document, Dictionary<string, JsonElement> bodies)
    {
        using var node = await Npm.RunAsync(Check, Assert.Skip);
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { document, bodies }));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return said;
    }
}
