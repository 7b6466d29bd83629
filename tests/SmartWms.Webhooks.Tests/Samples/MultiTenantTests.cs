using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

public sealed class MultiTenantTests
{
    [Fact]
    public async Task Each_customer_sees_and_gets_only_their_own()
    {
        using var folder = new TempFolder();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var sample = await StartAsync(address, folder);
        using var acme = await SignInAsync(address, "acme");
        using var siam = await SignInAsync(address, "siam");
        using var warehouse = await SignInAsync(address, "warehouse");

        var own = Assert.Single(await ItemsAsync(acme, "/api/webhooks"))!;
        var other = Assert.Single(await ItemsAsync(siam, "/api/webhooks"))!;
        Assert.Equal(("ERP of acme", "ERP of siam"), (Text(own, "name"), Text(other, "name")));
        Assert.Equal(2, (await ItemsAsync(warehouse, "/api/webhooks")).Count);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(acme, HttpMethod.Get, $"/api/webhooks/{Text(own, "id")}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(acme, HttpMethod.Get, $"/api/webhooks/{Text(other, "id")}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(acme, HttpMethod.Delete, $"/api/webhooks/{Text(other, "id")}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(siam, HttpMethod.Get, $"/webhooks/webhooks/{Text(other, "id")}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(acme, HttpMethod.Get, $"/webhooks/webhooks/{Text(other, "id")}"));
        var page = await acme.GetStringAsync(new Uri("/webhooks/webhooks", UriKind.Relative));
        Assert.Contains("ERP of acme", page, StringComparison.Ordinal);
        Assert.DoesNotContain("siam", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(warehouse, HttpMethod.Post, "/siam/orders/SO-7/ship"));
        Assert.Equal("""ERP of siam: order.shipped {"orderId":"SO-7","owner":"siam"}""", await sample.ReadToAsync("ERP of "));
        var delivery = Assert.Single(await ItemsAsync(siam, "/api/webhooks/deliveries"))!;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(siam, HttpMethod.Get, $"/api/webhooks/deliveries/{Text(delivery, "id")}"));
        Assert.Empty(await ItemsAsync(acme, "/api/webhooks/deliveries"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(acme, HttpMethod.Get, $"/api/webhooks/deliveries/{Text(delivery, "id")}"));
    }

    [Fact]
    public async Task A_webhook_that_a_customer_makes_is_theirs()
    {
        using var folder = new TempFolder();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var sample = await StartAsync(address, folder);
        using var acme = await SignInAsync(address, "acme");

        using var inAnothersName = await acme.PostAsJsonAsync("/api/webhooks", new { name = "TMS", url = "https://tms.example.com/hook", eventTypes = new[] { "order.*" }, tenantId = "siam" });
        Assert.Equal(HttpStatusCode.BadRequest, inAnothersName.StatusCode);
        using var made = await acme.PostAsJsonAsync("/api/webhooks", new { name = "TMS", url = "https://tms.example.com/hook", eventTypes = new[] { "order.*" } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(["acme", "acme"], (await ItemsAsync(acme, "/api/webhooks")).Select(webhook => Text(webhook!, "tenantId")));
    }

    [Fact]
    public async Task The_warehouse_erases_a_customer_and_leaves_the_other()
    {
        using var folder = new TempFolder();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var sample = await StartAsync(address, folder);
        using var acme = await SignInAsync(address, "acme");
        using var siam = await SignInAsync(address, "siam");
        using var warehouse = await SignInAsync(address, "warehouse");
        await StatusAsync(warehouse, HttpMethod.Post, "/acme/orders/SO-1/ship");
        await sample.ReadToAsync("ERP of acme: order.shipped");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(acme, HttpMethod.Post, "/siam/erase"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(acme, HttpMethod.Post, "/acme/orders/SO-2/ship"));

        using var erased = await warehouse.PostAsync(new Uri("/acme/erase", UriKind.Relative), null);

        var gone = (await erased.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("acme", Text(gone, "erased"));
        Assert.InRange(gone["rows"]!.GetValue<long>(), 3, 100);
        Assert.Empty(await ItemsAsync(acme, "/api/webhooks"));
        Assert.Empty(await ItemsAsync(acme, "/api/webhooks/deliveries"));
        Assert.Single(await ItemsAsync(siam, "/api/webhooks"));
        await StatusAsync(warehouse, HttpMethod.Post, "/siam/orders/SO-3/ship");
        await sample.ReadToAsync("ERP of siam: order.shipped");
    }

    [Fact]
    public async Task Nobody_sees_anything_without_signing_in()
    {
        using var folder = new TempFolder();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var sample = await StartAsync(address, folder);
        using var nobody = Client(address);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nobody, HttpMethod.Get, "/"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(nobody, HttpMethod.Get, "/webhooks"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, HttpMethod.Get, "/api/webhooks"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, HttpMethod.Post, "/acme/erase"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nobody, HttpMethod.Post, "/sign-in/somebody"));
    }

    private static async Task<Running> StartAsync(string address, TempFolder folder)
    {
        var sample = Running.Sample("MultiTenant", "--urls", address, "--database", $"Data Source={folder["multi-tenant.db"]}");
        await sample.ReadToAsync("Ctrl+C ends");
        return sample;
    }

    private static async Task<HttpClient> SignInAsync(string address, string who)
    {
        var client = Client(address);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, HttpMethod.Post, $"/sign-in/{who}"));
        return client;
    }

    private static HttpClient Client(string address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<JsonArray> ItemsAsync(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonObject>(path))!["items"]!.AsArray();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
