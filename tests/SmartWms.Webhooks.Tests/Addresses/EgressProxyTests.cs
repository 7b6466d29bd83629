using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>R32: an explicit proxy, which then is the guard.</summary>
public sealed class EgressProxyTests
{
    private const string Name = "hooks.example.com";

    [Fact]
    public async Task An_https_receiver_is_reached_through_a_tunnel_and_its_name_is_never_looked_up_here()
    {
        await using var receiver = RawTcpReceiver.Start(Tls(RawScripts.Answer("HTTP/1.1 204 Fine\r\n\r\n"), Name));
        await using var proxy = LoopbackProxy.Start(_ => EndPoint(receiver.Url));
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(proxy.Address) });

        var row = await DeliverAsync(engine, $"https://{Name}/hook");

        Assert.Equal((DeliveryState.Delivered, FailureClass.None), (row.State, row.Failure));
        Assert.Equal([$"CONNECT {Name}:443 HTTP/1.1"], proxy.Asked);
        Assert.StartsWith("POST /hook HTTP/1.1", System.Text.Encoding.ASCII.GetString(Assert.Single(receiver.Requests)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_http_receiver_is_reached_by_forwarding()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var proxy = LoopbackProxy.Start(_ => EndPoint(receiver.Url));
        await using var engine = await EngineAsync(new AddressPolicy { AllowHttp = true, EgressProxy = new EgressProxy(proxy.Address) });

        var row = await DeliverAsync(engine, $"http://{Name}:8080/hook");

        Assert.Equal(DeliveryState.Delivered, row.State);
        Assert.Equal([$"POST http://{Name}:8080/hook HTTP/1.1"], proxy.Asked);
        Assert.Equal("/hook", Assert.Single(receiver.Requests).Path);
    }

    [Fact]
    public async Task What_the_proxy_forbids_is_refused_by_the_proxy_and_nothing_arrives()
    {
        await using var proxy = LoopbackProxy.Start(_ => null);
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(proxy.Address) });

        Assert.Equal(FailureClass.ProxyRefused, (await DeliverAsync(engine, $"https://{Name}/")).Failure);
    }

    [Fact]
    public async Task Credentials_are_given_to_the_proxy_when_it_asks_and_never_to_the_receiver()
    {
        var credentials = new NetworkCredential("wms", "CANARY-proxy-password");
        await using var receiver = RawTcpReceiver.Start(Tls(RawScripts.Answer("HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n"), Name));
        await using var proxy = LoopbackProxy.Start(_ => EndPoint(receiver.Url), credentials);
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(proxy.Address, credentials) });
        await using var without = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(proxy.Address) });

        Assert.Equal(DeliveryState.Delivered, (await DeliverAsync(engine, $"https://{Name}/")).State);
        Assert.Equal(FailureClass.ProxyRefused, (await DeliverAsync(without, $"https://{Name}/")).Failure);
        Assert.DoesNotContain("authorization", System.Text.Encoding.ASCII.GetString(Assert.Single(receiver.Requests)), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("CANARY", $"{engine.Services.GetService(typeof(AddressPolicy))} {new EgressProxy(proxy.Address, credentials)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_away_is_a_refused_connection()
    {
        var proxy = LoopbackProxy.Start(_ => null);
        var address = proxy.Address;
        await proxy.DisposeAsync();
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(address) });

        Assert.Equal(FailureClass.ConnectionRefused, (await DeliverAsync(engine, $"https://{Name}/")).Failure);
    }

    [Theory]
    [InlineData("http://hooks.example.com/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://10.0.0.5/")]
    [InlineData("https://localhost/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://erp/")]
    public async Task What_a_url_says_itself_still_holds_at_registration(string url)
    {
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy("http://127.0.0.1:4750") });

        await Assert.ThrowsAsync<WebhookInputException>(() => engine.SubscribeAsync(url));
    }

    // The policy is younger than what is stored: registered while private networks were allowed.
    [Theory]
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://10.0.0.5/")]
    [InlineData("http://hooks.example.com:8080/")]
    public async Task What_a_stored_url_says_itself_is_looked_at_again_before_the_proxy_is_asked(string url)
    {
        await using var proxy = LoopbackProxy.Start(_ => throw new InvalidOperationException());
        await using var engine = await EngineAsync(new AddressPolicy { EgressProxy = new EgressProxy(proxy.Address) });
        await engine.SubscribeAsync($"https://{Name}/");
        var store = (Webhooks.Subscriptions.ISubscriptionStore)engine.Services.GetService(typeof(Webhooks.Subscriptions.ISubscriptionStore))!;
        var stored = Assert.Single(await store.ListAsync(new Webhooks.Subscriptions.SubscriptionQuery(), TestContext.Current.CancellationToken));
        Assert.NotNull(await store.UpdateAsync(stored with { Url = url }, TestContext.Current.CancellationToken));

        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1);
        var row = Assert.Single(await engine.WaitForAsync(page => page is [{ Attempts: 1, State: not DeliveryState.Sending }]));

        Assert.Equal(FailureClass.AddressBlocked, row.Failure);
        Assert.Empty(proxy.Asked);
    }

    [Fact]
    public async Task Only_the_proxy_is_dialled()
    {
        var looked = new List<string>();
        var proxy = new EgressProxy("http://egress.corp.local:4750");
        var guard = new AddressGuard(
            new AddressPolicy { EgressProxy = proxy },
            (host, _, _) =>
            {
                looked.Add(host);
                throw new SocketException((int)SocketError.HostNotFound);
            },
            () => []);
        using var handler = GuardedHandler.Create(guard);
        using var client = new HttpClient(handler);
        using var past = new HttpClient(new SocketsHttpHandler { ConnectCallback = guard.ConnectAsync, UseProxy = false });

        Assert.IsType<AddressLookupException>((await FailsAsync(client)).InnerException);
        Assert.Equal(["egress.corp.local"], looked);
        Assert.IsType<AddressBlockedException>((await FailsAsync(past)).InnerException);
        Assert.Equal(["egress.corp.local"], looked);

        static Task<HttpRequestException> FailsAsync(HttpClient client) => Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync($"https://{Name}/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_proxy_is_asserted_like_the_other_settings()
    {
        var guard = new AddressGuard(new AddressPolicy { EgressProxy = new EgressProxy("http://egress.corp.local:4750") });
        Action<SocketsHttpHandler>[] changes =
        [
            handler => handler.UseProxy = false,
            handler => handler.Proxy = null,
            handler => handler.Proxy = new WebProxy("http://egress.corp.local:4750"),
        ];
        foreach (var change in changes)
        {
            using var handler = GuardedHandler.Create(guard);
            GuardedHandler.Verify(handler, guard);
            change(handler);
            Assert.Contains("AddressPolicy.EgressProxy", Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, guard)).Message, StringComparison.Ordinal);
        }

        using var credentials = GuardedHandler.Create(guard);
        credentials.DefaultProxyCredentials = CredentialCache.DefaultCredentials;
        Assert.Contains("DefaultProxyCredentials", Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(credentials, guard)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => guard.Policy.EgressProxy!.Web.Credentials = CredentialCache.DefaultCredentials);
    }

    [Theory]
    [InlineData("http://egress.corp.local:4750", "http://egress.corp.local:4750/")]
    [InlineData("https://egress/", "https://egress/")]
    [InlineData("http://[fd00::5]:3128", "http://[fd00::5]:3128/")]
    public void A_proxy_is_scheme_host_and_port(string address, string shown) => Assert.Equal(shown, new EgressProxy(address).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("egress:4750")]
    [InlineData("socks5://egress:1080")]
    [InlineData("http://user:CANARY@egress:4750")]
    [InlineData("http://egress:4750/CANARY")]
    [InlineData("http://egress:4750?CANARY")]
    [InlineData("http://egress:0")]
    public void Anything_else_is_refused_with_what_belongs_in_it(string address)
    {
        var error = Assert.Throws<ArgumentException>(() => new EgressProxy(address));

        Assert.Contains("NetworkCredential", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    private static Task<TestEngine> EngineAsync(AddressPolicy policy) => TestEngine.StartAsync(
        options => options.Addresses = policy,
        builder => builder.UseInMemory().ConfigureHandler(handler => handler.SslOptions.CertificateChainPolicy = TestCertificates.Trust));

    private static async Task<DeliverySummary> DeliverAsync(TestEngine engine, string url)
    {
        await engine.SubscribeAsync(url);
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1);
        return (await engine.WaitForAsync(page => page is [{ Attempts: 1, State: not DeliveryState.Sending }]))[0];
    }

    private static Func<RawConnection, Task> Tls(Func<RawConnection, Task> script, params string[] names)
    {
        var options = new SslServerAuthenticationOptions { ServerCertificate = TestCertificates.Issue(names) };
        return async connection =>
        {
            await connection.SecureAsync(options);
            await script(connection);
        };
    }

    private static IPEndPoint EndPoint(Uri url) => new(IPAddress.Loopback, url.Port);
}
