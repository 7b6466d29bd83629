using System.Net;
using System.Net.Sockets;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>The guard at work in a real handler, against a real server on loopback.</summary>
public class GuardedConnectionTests
{
    private const string Name = "hooks.example.com";

    private static readonly AddressPolicy Default = new();
    private static readonly AddressPolicy Loopback = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_leads_into_an_allowed_network_is_reached()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        using var client = Client(FakeResolver.Guard(Loopback, ["127.0.0.1"]));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, receiver.Address(Name, "/hook")));
        Assert.Equal([$"POST {Name}:{receiver.Port}/hook"], receiver.Requests);
    }

    [Fact]
    public async Task Localhost_is_reached_when_its_network_is_allowed()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        using var client = Client(new AddressGuard(Loopback));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, receiver.Address("localhost")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, receiver.Address("127.0.0.1")));
    }

    [Theory]
    [InlineData(Name)]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0x7f.1")]
    [InlineData("１２７.０.０.１")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Nothing_reaches_a_network_that_is_not_allowed(string host)
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        using var client = Client(FakeResolver.Guard(Default, ["127.0.0.1"]));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, receiver.Address(host)));

        Assert.IsType<AddressBlockedException>(error.InnerException);
        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_is_an_answer_and_not_followed(HttpStatusCode status)
    {
        await using var receiver = await LoopbackReceiver.StartAsync(response =>
        {
            response.StatusCode = (int)status;
            response.Headers.Location = "/internal";
        });
        using var client = Client(new AddressGuard(Loopback));

        Assert.Equal(status, await PostAsync(client, receiver.Address()));
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_cookie_is_not_kept()
    {
        await using var receiver = await LoopbackReceiver.StartAsync(response => response.Headers.SetCookie = "session=1; Path=/");
        using var client = Client(new AddressGuard(Loopback));

        await PostAsync(client, receiver.Address());
        await PostAsync(client, receiver.Address());

        Assert.Equal(2, receiver.Requests.Count);
        Assert.DoesNotContain(receiver.Requests, request => request.Contains("session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_connection_is_looked_up_once()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        var resolver = new FakeResolver(["127.0.0.1"]);
        using var client = Client(resolver.Guard(Loopback));

        for (var i = 0; i < 3; i++)
        {
            await PostAsync(client, receiver.Address(Name));
        }

        Assert.Equal(3, receiver.Requests.Count);
        Assert.Equal([Name], resolver.Hosts);
    }

    [Fact]
    public async Task A_name_that_moved_is_checked_anew_at_the_next_connection()
    {
        await using var receiver = await LoopbackReceiver.StartAsync(response => response.Headers.Connection = "close");
        var resolver = new FakeResolver(["127.0.0.1"], ["169.254.169.254"]);
        using var client = Client(resolver.Guard(Loopback));

        await PostAsync(client, receiver.Address(Name));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, receiver.Address(Name)));

        Assert.Equal(AddressVerdict.Metadata, Assert.IsType<AddressBlockedException>(error.InnerException).Verdict);
        Assert.Single(receiver.Requests);
        Assert.Equal(2, resolver.Count);
    }

    [Fact]
    public async Task An_address_that_refuses_the_connection_gives_way_to_the_next_checked_one()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        var resolver = new FakeResolver(["127.0.0.2", "127.0.0.1"]);
        using var client = Client(resolver.Guard(Loopback));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, receiver.Address(Name)));
        Assert.Equal(1, resolver.Count);
    }

    [Fact]
    public async Task A_refused_connection_a_failed_look_up_and_a_block_can_be_told_apart()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        using var refused = Client(FakeResolver.Guard(Loopback, ["127.0.0.2"]));
        using var unknown = Client(FakeResolver.Guard(Loopback));
        using var blocked = Client(FakeResolver.Guard(Loopback, ["10.0.0.5"]));

        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(await InnerAsync(refused)).SocketErrorCode);
        Assert.IsType<SocketException>(Assert.IsType<AddressLookupException>(await InnerAsync(unknown)).InnerException);
        Assert.IsType<AddressBlockedException>(await InnerAsync(blocked));

        async Task<Exception?> InnerAsync(HttpClient client) =>
            (await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, receiver.Address(Name)))).InnerException;
    }

    [Fact]
    public async Task A_look_up_that_hangs_ends_with_the_callers_deadline()
    {
        using var resolver = new SilentResolver();
        using var client = Client(new AddressGuard(Loopback, resolver.Lookups(TimeSpan.FromMinutes(1)).LookUpAsync, () => []));
        using var deadline = new CancellationTokenSource();

        var post = PostAsync(client, new Uri($"http://{Name}:8080"), deadline.Token);
        await resolver.WaitForAsync(1);
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
    }

    [Fact]
    public async Task A_look_up_that_takes_too_long_is_a_failed_look_up()
    {
        using var resolver = new SilentResolver();
        using var client = Client(new AddressGuard(Loopback, resolver.Lookups(TimeSpan.FromMilliseconds(20)).LookUpAsync, () => []));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, new Uri($"http://{Name}:8080")));

        Assert.IsType<TimeoutException>(Assert.IsType<AddressLookupException>(error.InnerException).InnerException);
    }

    [Fact]
    public async Task Of_many_addresses_four_are_dialled_one_of_them_of_the_other_family()
    {
        var dialled = new List<IPAddress>();
        string[] answers = [.. Enumerable.Range(1, 500).Select(last => $"2001:4860::{last:x}"), "8.8.8.8", "8.8.4.4"];
        using var client = Client(new AddressGuard(new AddressPolicy { AllowHttp = true }, new FakeResolver(answers).LookUpAsync, () => [], RefuseAsync));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, new Uri($"http://{Name}/")));

        Assert.IsType<SocketException>(error.InnerException);
        Assert.Equal(["2001:4860::1", "2001:4860::2", "2001:4860::3", "8.8.8.8"], dialled.Select(address => address.ToString()));

        ValueTask<Stream> RefuseAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
        {
            dialled.Add(endpoint.Address);
            throw new SocketException((int)SocketError.ConnectionRefused);
        }
    }

    [Fact]
    public async Task An_address_that_does_not_answer_leaves_time_for_the_next()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        var silent = 0;
        var guard = new AddressGuard(Loopback, new FakeResolver(["127.0.0.2", "127.0.0.3", "127.0.0.1"]).LookUpAsync, () => [], DialAsync) { TimeToConnect = TimeSpan.FromMilliseconds(60) };
        using var client = Client(guard);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, receiver.Address(Name)));
        Assert.Equal(2, silent);

        async ValueTask<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            if (!endpoint.Address.Equals(IPAddress.Loopback))
            {
                silent++;
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    [Fact]
    public async Task A_url_on_a_port_that_is_not_allowed_is_not_dialled()
    {
        using var client = Client(FakeResolver.Guard(Loopback, ["127.0.0.1"]));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, new Uri($"http://{Name}:22/")));

        Assert.Equal(AddressVerdict.PortNotAllowed, Assert.IsType<AddressBlockedException>(error.InnerException).Verdict);
    }

    private static HttpClient Client(AddressGuard guard) => new(GuardedHandler.Create(guard)) { Timeout = Timeout.InfiniteTimeSpan };

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, Uri url, CancellationToken? deadline = null)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        using var response = await client.PostAsync(url, content, deadline ?? Cancelled);
        return response.StatusCode;
    }
}
