using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Publishing;

/// <summary>R17: rendered once for each contract in use.</summary>
public sealed partial class BodyRendererTests
{
    private static readonly BodyRenderer Bodies = new(Contracts(), new PublishingOptions());

    private static readonly Parcel Data = new() { OrderId = "ord_1", Notes = new() { ["KeepThis"] = "ไทย 📦 \"<&>" } };

    [Fact]
    public void An_object_follows_the_contracts_naming_and_its_dictionary_keys_do_not()
    {
        var rendered = Bodies.Render(NewWebhookEvent.Create("order.shipped", Data));

        Assert.Equal(Body("""{"orderId":"ord_1","notes":{"KeepThis":"ไทย 📦 \"<&>"}}"""), Envelope(rendered, WebhookContract.SmartWms));
        Assert.Equal(Body("""{"order_id":"ord_1","notes":{"KeepThis":"ไทย 📦 \"<&>"}}"""), Envelope(rendered, WebhookContract.Wms));
        Assert.Equal(Body("""{"orderId":"ord_1","notes":{"KeepThis":"ไทย 📦 \"<&>"}}"""), Envelope(rendered, WebhookContract.StandardWebhooks));
    }

    [Fact]
    public void Raw_JSON_goes_out_as_given_in_every_contract()
    {
        var rendered = Bodies.Render(NewWebhookEvent.FromJson("order.shipped", "{ \"OrderId\": 1.0 }"u8.ToArray()));

        Assert.Equal(Body("{ \"OrderId\": 1.0 }"), Envelope(rendered, WebhookContract.SmartWms));
        Assert.Equal(Body("{ \"OrderId\": 1.0 }"), Envelope(rendered, WebhookContract.Wms));
    }

    [Fact]
    public void Source_generated_metadata_is_followed_in_every_contract()
    {
        var rendered = Bodies.Render(NewWebhookEvent.Create("order.shipped", Data, ParcelJson.Default.Parcel));

        Assert.Contains("\"OrderId\":\"ord_1\"", Envelope(rendered, WebhookContract.SmartWms), StringComparison.Ordinal);
        Assert.Contains("\"OrderId\":\"ord_1\"", Envelope(rendered, WebhookContract.Wms), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contracts_own_resolver_serialises_its_objects()
    {
        var own = WebhookContract.Wms with { Name = "acme", TypeInfoResolver = new Upper() };
        var rendered = new BodyRenderer(Contracts(own), new PublishingOptions()).Render(NewWebhookEvent.Create("order.shipped", Data));

        Assert.Contains("\"ORDER_ID\"", Envelope(rendered, own), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_of_the_data_in_the_hosts_default_contract_whoever_subscribed()
    {
        var rendered = Bodies.Render(NewWebhookEvent.FromJson("order.shipped", "{}"u8.ToArray()));

        Assert.Equal("{}"u8.ToArray(), rendered.Data);
        Assert.Equal(SHA256.HashData("{}"u8), rendered.Hash);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_body_over_the_limit_is_refused_and_type_size_and_limit_are_named(int over, bool good)
    {
        var limit = Encoding.UTF8.GetByteCount(Body("\"\"")) + 100;
        var bodies = new BodyRenderer(Contracts(), new PublishingOptions { MaxBodyBytes = limit });
        var rendered = bodies.Render(NewWebhookEvent.FromJson("order.shipped", Encoding.UTF8.GetBytes($"\"{new string('a', 100 + over)}\"")));
        var error = Record.Exception(() => bodies.Envelope(rendered, WebhookContract.SmartWms, "evt_1", Noon));

        Assert.Equal(good, error is null);
        Assert.Equal(good ? null : $"The body of order.shipped has {limit + 1:N0} bytes; the limit is {limit:N0} (Publishing.MaxBodyBytes). Send a reference instead of the whole.", error?.Message);
    }

    [Fact]
    public void Data_that_cannot_be_written_is_the_callers_mistake()
    {
        var cycle = new Cycle();
        cycle.Self = cycle;

        Assert.Contains("order.shipped", Assert.Throws<WebhookInputException>(() => Bodies.Render(NewWebhookEvent.Create("order.shipped", cycle))).Message, StringComparison.Ordinal);
        Assert.Throws<WebhookInputException>(() => Bodies.Render(NewWebhookEvent.Create("order.shipped", typeof(string))));
    }

    private static string Envelope(RenderedData rendered, WebhookContract contract) => Encoding.UTF8.GetString(Bodies.Envelope(rendered, contract, "evt_1", Noon));

    private static string Body(string data) => $$"""{"id":"evt_1","type":"order.shipped","timestamp":"2030-01-01T12:00:00Z","data":{{data}}}""";

    internal sealed class Parcel
    {
        public string OrderId { get; set; } = "";

        public Dictionary<string, string> Notes { get; set; } = [];
    }

    private sealed class Cycle
    {
        public Cycle? Self { get; set; }
    }

    private sealed class Upper : System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver
    {
        public override System.Text.Json.Serialization.Metadata.JsonTypeInfo GetTypeInfo(Type type, System.Text.Json.JsonSerializerOptions options)
        {
            var info = base.GetTypeInfo(type, options);
            foreach (var property in info.Properties)
            {
                property.Name = property.Name.ToUpperInvariant();
            }

            return info;
        }
    }

    [JsonSerializable(typeof(Parcel))]
    internal sealed partial class ParcelJson : JsonSerializerContext;
}
