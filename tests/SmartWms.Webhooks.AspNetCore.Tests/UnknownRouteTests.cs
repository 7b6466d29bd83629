using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class UnknownRouteTests
{
    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "//whk_1")]
    [InlineData("GET", "/deliveries/dlv_1/nothing")]
    [InlineData("POST", "/whk_1/explode")]
    [InlineData("GET", "/whk_1/explode?text=x")]
    public async Task What_is_not_there_is_told_as_a_problem(string method, string path)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.SendAsync(method, path);

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("DELETE", "/", "GET, POST")]
    [InlineData("PUT", "/whk_1", "DELETE, GET, PATCH")]
    [InlineData("GET", "/whk_1/pause", "POST")]
    [InlineData("POST", "/deliveries/dlv_1", "GET")]
    public async Task A_method_that_a_route_does_not_have_is_told_the_ones_it_has(string method, string path, string allowed)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/webhooks" + path);
        request.Headers.Add(HeaderSignIn.Header, ApiHost.Manager);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Nobody_is_told_neither_what_is_there_nor_what_is_not()
    {
        await using var host = await ApiHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/nothing", user: "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync("PUT", "/whk_1", user: "")).Status);
    }

    [Fact]
    public async Task Routes_of_the_host_below_the_api_and_a_fallback_of_its_own_go_on()
    {
        var application = ApiHost.Build();
        application.MapWmsWebhooks("/", options => options.AllowAnonymousToReadAndManageWebhooks = true);
        application.MapFallback(() => Results.Text("the host's own"));
        await using (application)
        {
            await application.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };

            Assert.Equal("the host's own", await client.GetStringAsync(new Uri("/some/page", UriKind.Relative)));
        }
    }
}
