using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class ReceivingTests
{
    [Theory]
    [InlineData(SignatureScheme.SmartWms, """{"orderId":"ord_789","carrier":"UPS","addedLater":1}""")]
    [InlineData(SignatureScheme.Wms, """{"order_id":"ord_789","carrier":"UPS"}""")]
    [InlineData(SignatureScheme.StandardWebhooks, """{"orderId":"ord_789","carrier":"UPS"}""")]
    public async Task A_signed_request_is_answered_with_200_and_its_data_given_as_an_object(SignatureScheme scheme, string data)
    {
        await using var host = await ReceiverHost.StartAsync(options => options.Scheme = scheme);

        using var response = await host.SendAsync(ReceiverHost.Body(data: data), scheme);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        var webhook = (await host.Shipped.WaitForAsync(1))[0];
        Assert.Equal((new OrderShipped("ord_789", "UPS"), "evt_1", WmsEvents.OrderShipped, new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero)), (webhook.Data, webhook.Id, webhook.Webhook.Type, webhook.Webhook.Timestamp));
    }

    [Fact]
    public async Task A_type_without_a_handler_goes_to_the_fallback_and_is_no_error()
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body(type: "something.new", data: "[1,2]")));

        var webhook = (await host.Handled.WaitForAsync(1))[0];
        Assert.Equal(0, host.Shipped.Count);
        Assert.Equal(2, webhook.Event.Data.GetArrayLength());
        Assert.Equal(ReceiverHost.Body(type: "something.new", data: "[1,2]"), webhook.Body.ToArray());
    }

    [Theory]
    [InlineData(SignatureScheme.SmartWms)]
    [InlineData(SignatureScheme.Wms)]
    [InlineData(SignatureScheme.StandardWebhooks)]
    public async Task A_stranger_gets_401_and_learns_nothing(SignatureScheme scheme)
    {
        await using var host = await ReceiverHost.StartAsync(options => options.Scheme = scheme);
        var other = scheme == SignatureScheme.StandardWebhooks ? "whsec_" + Convert.ToBase64String(new byte[32]) : "another-secret-of-some-length";

        using var response = await host.SendAsync(ReceiverHost.Body(), scheme, other);
        using var unsigned = await host.Client.PostAsync("/hooks", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (response.StatusCode, unsigned.StatusCode));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(2, host.Logs.WithId(4000).Count);
        Assert.Equal(0, host.Handled.Count);
    }

    [Fact]
    public async Task A_signature_of_another_scheme_does_not_count()
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(ReceiverHost.Body(), SignatureScheme.Wms));
    }

    [Fact]
    public async Task While_a_secret_is_rotated_both_are_accepted_and_a_reloaded_configuration_rotates_without_a_restart()
    {
        ConfigurationManager? configuration = null;
        await using var host = await ReceiverHost.StartAsync(host: builder =>
        {
            configuration = builder.Configuration;
            configuration.AddInMemoryCollection([new("Hooks:Secrets:0", "the-old-secret-of-the-erp")]);
            builder.Services.Configure<WmsWebhookReceiverOptions>(configuration.GetSection("Hooks"));
        });
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1"), secret: "the-old-secret-of-the-erp"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(ReceiverHost.Body("evt_2"), secret: "the-new-secret-of-the-erp"));

        configuration!["Hooks:Secrets:1"] = "the-new-secret-of-the-erp";
        ((IConfigurationRoot)configuration).Reload();

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2"), secret: "the-new-secret-of-the-erp"));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_3"), secret: "the-old-secret-of-the-erp"));

        configuration["Hooks:Concurrency"] = "0";
        _ = Record.Exception(((IConfigurationRoot)configuration).Reload);       // whoever reloads is told as well

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_4"), secret: "the-new-secret-of-the-erp"));
        Assert.Contains("Concurrency is 0", Assert.Single(host.Logs.WithId(4009)).Message, StringComparison.Ordinal);

        configuration["Hooks:Concurrency"] = "4";
        ((IConfigurationRoot)configuration).Reload();
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_5"), secret: "the-new-secret-of-the-erp"));
        configuration["Hooks:Concurrency"] = "0";
        _ = Record.Exception(((IConfigurationRoot)configuration).Reload);

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_6"), secret: "the-new-secret-of-the-erp"));
        Assert.Equal(2, host.Logs.WithId(4009).Count);      // mended and broken again: told again
    }

    [Fact]
    public async Task Secrets_of_a_vault_are_asked_for_each_request()
    {
        var secret = "the-first-secret-there";
        await using var host = await ReceiverHost.StartAsync(options => options.ReadSecrets = (_, _) => ValueTask.FromResult<IEnumerable<string>>([secret]));

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1"), secret: secret));
        secret = "the-second-secret-there";
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2"), secret: secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(ReceiverHost.Body("evt_3"), secret: "the-first-secret-there"));
    }

    [Fact]
    public async Task A_vault_that_fails_or_gives_nothing_usable_makes_the_sender_come_back()
    {
        var fails = true;
        await using var host = await ReceiverHost.StartAsync(options => options.ReadSecrets = (_, _) =>
            fails ? throw new InvalidOperationException("the vault is sealed") : ValueTask.FromResult<IEnumerable<string>>([]));

        using var failed = await host.SendAsync(ReceiverHost.Body());
        fails = false;
        using var empty = await host.SendAsync(ReceiverHost.Body());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (failed.StatusCode, empty.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(30), failed.Headers.RetryAfter!.Delta);
        Assert.Empty(await failed.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("null", HttpStatusCode.ServiceUnavailable)]
    [InlineData("late", HttpStatusCode.ServiceUnavailable)]
    [InlineData("some", HttpStatusCode.OK)]
    public async Task What_a_vault_gives_is_read_with_care(string gives, HttpStatusCode status)
    {
        static IEnumerable<string> Late() => Enumerable.Range(0, 1).Select<int, string>(_ => throw new InvalidOperationException("the connection broke"));
        await using var host = await ReceiverHost.StartAsync(options => options.ReadSecrets = (_, _) => ValueTask.FromResult(gives switch
        {
            "null" => null!,
            "late" => Late(),
            _ => [null!, "", "short", "whsec_no base64", ReceiverHost.Secret],
        }));

        Assert.Equal(status, await host.StatusAsync(ReceiverHost.Body()));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("Application/JSON; charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    public async Task Only_json_in_utf8_is_read(string? contentType, HttpStatusCode status)
    {
        await using var host = await ReceiverHost.StartAsync();

        using var response = await host.SendAsync(ReceiverHost.Body(), contentType: contentType);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task What_is_longer_than_the_limit_is_refused_with_and_without_a_length()
    {
        await using var host = await ReceiverHost.StartAsync(options => options.MaxBodyBytes = 1024);
        var body = ReceiverHost.Body(data: $"\"{new string('x', 1024)}\"");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/hooks") { Content = new StreamContent(new MemoryStream(body)) };
        chunked.Content.Headers.ContentType = new("application/json");
        chunked.Headers.TransferEncodingChunked = true;
        chunked.Headers.Add(WebhookHeaders.SmartWmsSignature, new string('0', 64));

        using var response = await host.Client.SendAsync(chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await host.StatusAsync(body));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"evt_1"}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task What_is_signed_and_no_event_is_malformed(string body)
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await host.StatusAsync(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("""{"orderId":17}""", 13)]
    [InlineData("""{"orderId":"1","counts":{"CANARY":"x"}}""", 37)]
    [InlineData("null", 0)]
    public async Task Data_that_does_not_fit_is_not_acknowledged_so_that_it_comes_again(string data, int position)
    {
        await using var host = await ReceiverHost.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await host.StatusAsync(ReceiverHost.Body(data: data)));
        var told = Assert.Single(host.Logs.WithId(4004)).Message;
        Assert.Contains($"at byte {position} ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", told, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body()));
    }

    [Fact]
    public async Task The_same_event_is_acknowledged_again_and_handled_once()
    {
        await using var host = await ReceiverHost.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_1")));
        }

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(ReceiverHost.Body("evt_2")));
        await host.Handled.WaitForAsync(webhook => webhook.Id == "evt_2");
        Assert.Equal(["evt_1", "evt_2"], host.Handled.Snapshot().Select(webhook => webhook.Id).Order());
    }

    [Theory]
    [InlineData(-301, HttpStatusCode.Unauthorized)]
    [InlineData(-299, HttpStatusCode.OK)]
    [InlineData(299, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.Unauthorized)]
    public async Task A_recorded_request_is_refused_after_the_tolerance(int seconds, HttpStatusCode status)
    {
        var clock = new FakeClock();
        await using var host = await ReceiverHost.StartAsync(options => options.Scheme = SignatureScheme.StandardWebhooks, clock: clock);

        using var response = await host.SendAsync(ReceiverHost.Body(), SignatureScheme.StandardWebhooks, now: clock.GetUtcNow().AddSeconds(seconds));

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task No_secret_and_no_body_stands_in_a_log_line()
    {
        await using var host = await ReceiverHost.StartAsync(before: (_, _) => throw new InvalidOperationException("handler"), configure: options => options.HandlerRetries = []);
        await host.StatusAsync(ReceiverHost.Body(data: """{"orderId":"CANARY-1"}"""));
        await host.StatusAsync(ReceiverHost.Body(data: """{"orderId":"CANARY-1"}"""), secret: "another-secret-of-some-length");
        await host.Logs.WaitForAsync(entry => entry.EventId.Id == 4003);

        Assert.DoesNotContain(host.Logs.Entries, entry => entry.ToString().Contains("CANARY", StringComparison.Ordinal) || entry.ToString().Contains(ReceiverHost.Secret, StringComparison.Ordinal));
    }
}
