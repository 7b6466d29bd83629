using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class EndpointFilterTests
{
    [Fact]
    public async Task An_endpoint_of_ones_own_is_verified_before_it_runs()
    {
        await using var host = await ReceiverHost.StartAsync(map: MapOwn);

        using var valid = await host.SendAsync(ReceiverHost.Body(), path: "/own");
        using var stranger = await host.SendAsync(ReceiverHost.Body(), secret: "another-secret-of-some-length", path: "/own");

        Assert.Equal((HttpStatusCode.OK, "got evt_1"), (valid.StatusCode, await valid.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.Unauthorized, ""), (stranger.StatusCode, await stranger.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task What_is_too_long_no_json_or_no_event_is_refused_without_a_word()
    {
        await using var host = await ReceiverHost.StartAsync(options => options.MaxBodyBytes = 1024, map: MapOwn);

        using var tooLong = await host.SendAsync(ReceiverHost.Body(data: $"\"{new string('x', 1024)}\""), path: "/own");
        using var text = await host.SendAsync(ReceiverHost.Body(), contentType: "text/plain", path: "/own");
        using var noEvent = await host.SendAsync("no event"u8.ToArray(), path: "/own");

        HttpResponseMessage[] refused = [tooLong, text, noEvent];
        Assert.Equal([HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest], refused.Select(response => response.StatusCode));
        Assert.All(refused, response => Assert.Equal(0, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task While_the_secrets_cannot_be_read_the_sender_is_told_when_to_come_back()
    {
        await using var host = await ReceiverHost.StartAsync(
            options =>
            {
                options.ReadSecrets = (_, _) => throw new InvalidOperationException("the vault is sealed");
                options.RetryAfter = TimeSpan.FromSeconds(7);
            },
            map: MapOwn);

        using var response = await host.SendAsync(ReceiverHost.Body(), path: "/own");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(7), 0L), (response.StatusCode, response.Headers.RetryAfter!.Delta, response.Content.Headers.ContentLength));
        Assert.Single(host.Logs.WithId(4005));
    }

    [Fact]
    public void What_nothing_verified_is_not_given_and_the_error_names_the_missing_call()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new DefaultHttpContext().GetWmsWebhook());

        Assert.Contains(".VerifyWmsWebhook()", error.Message, StringComparison.Ordinal);
    }

    internal static void MapOwn(WebApplication application) => application.MapPost("/own", (HttpContext context) => $"got {context.GetWmsWebhook().Id}").VerifyWmsWebhook();
}
