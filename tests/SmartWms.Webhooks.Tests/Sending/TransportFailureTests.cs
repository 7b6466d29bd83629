using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R34: every exception has a class.</summary>
public sealed class TransportFailureTests
{
    private static readonly Dictionary<string, (Exception Exception, FailureClass Class)> Cases = new()
    {
        ["a blocked address"] = (new AddressBlockedException(AddressVerdict.Metadata), FailureClass.AddressBlocked),
        ["a blocked address inside"] = (Http(HttpRequestError.ConnectionError, new AddressBlockedException(AddressVerdict.Own)), FailureClass.AddressBlocked),
        ["a look-up without an address"] = (Http(HttpRequestError.Unknown, new AddressLookupException()), FailureClass.Lookup),
        ["a look-up that failed two levels down"] = (new IOException("", new IOException("", new AddressLookupException())), FailureClass.Lookup),
        ["name resolution"] = (Http(HttpRequestError.NameResolutionError), FailureClass.Lookup),
        ["TLS"] = (Http(HttpRequestError.SecureConnectionError), FailureClass.Tls),
        ["TLS by its inner exception"] = (Http(HttpRequestError.Unknown, new AuthenticationException()), FailureClass.Tls),
        ["connection refused"] = (OfSocket(SocketError.ConnectionRefused), FailureClass.ConnectionRefused),
        ["host unreachable"] = (OfSocket(SocketError.HostUnreachable), FailureClass.ConnectionFailed),
        ["host not found"] = (OfSocket(SocketError.HostNotFound), FailureClass.Lookup),
        ["no data"] = (OfSocket(SocketError.NoData), FailureClass.Lookup),
        ["try again"] = (OfSocket(SocketError.TryAgain), FailureClass.Lookup),
        ["a connection error without a socket's"] = (Http(HttpRequestError.ConnectionError), FailureClass.ConnectionFailed),
        ["a connect that timed out"] = (new TaskCanceledException("", new TimeoutException()), FailureClass.ConnectionFailed),
        ["an answer that is no HTTP"] = (Http(HttpRequestError.InvalidResponse), FailureClass.MalformedAnswer),
        ["headers over the limit"] = (Http(HttpRequestError.ConfigurationLimitExceeded), FailureClass.MalformedAnswer),
        ["a stream that was reset"] = (Http(HttpRequestError.HttpProtocolError), FailureClass.ConnectionLost),
        ["an answer that ended early"] = (Http(HttpRequestError.ResponseEnded), FailureClass.ConnectionLost),
        ["a body that ended early"] = (new HttpIOException(HttpRequestError.ResponseEnded), FailureClass.ConnectionLost),
        ["a body with broken chunks"] = (new HttpIOException(HttpRequestError.InvalidResponse), FailureClass.MalformedAnswer),
        ["a body over the limit"] = (new HttpIOException(HttpRequestError.ConfigurationLimitExceeded), FailureClass.MalformedAnswer),
        ["a body's other error"] = (new HttpIOException(HttpRequestError.Unknown), FailureClass.ConnectionLost),
        ["a connection gone before its first use"] = (new SocketException((int)SocketError.NotConnected), FailureClass.ConnectionLost),
        ["a reset while reading"] = (new IOException("", new SocketException((int)SocketError.ConnectionReset)), FailureClass.ConnectionLost),
        ["a reset while sending"] = (Http(HttpRequestError.Unknown, new IOException()), FailureClass.ConnectionLost),
        ["a socket error while sending"] = (Http(HttpRequestError.Unknown, new SocketException((int)SocketError.ConnectionReset)), FailureClass.ConnectionLost),
        ["a request that cannot be written"] = (new FormatException(), FailureClass.InvalidRequest),
        ["a URL that cannot be used"] = (new UriFormatException(), FailureClass.InvalidRequest),
        ["a cancellation of somebody else"] = (new TaskCanceledException(), FailureClass.Unclassified),
        ["an HTTP error of no kind"] = (Http(HttpRequestError.Unknown), FailureClass.Unclassified),
        ["a host's own exception"] = (new InvalidOperationException(), FailureClass.Unclassified),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_exception_has_its_class(string name)
    {
        var (exception, expected) = Cases[name];

        Assert.Equal(expected, TransportFailure.Classify(exception, aborted: false, deadlinePassed: false));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_connection_that_is_reset_before_its_first_use_is_lost(string scheme)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var handler = new SocketsHttpHandler { ConnectCallback = (context, cancellation) => ConnectToBeResetAsync(context.DnsEndPoint, listener, cancellation) };
        using var client = new HttpClient(handler);

        var exception = await Record.ExceptionAsync(() => client.GetAsync(new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/"), TestContext.Current.CancellationToken));

        Assert.Equal(FailureClass.ConnectionLost, TransportFailure.Classify(exception!, aborted: false, deadlinePassed: false));
    }

    /// <summary>Hands the connection out only after the reset has arrived.</summary>
    private static async ValueTask<Stream> ConnectToBeResetAsync(DnsEndPoint endPoint, Socket listener, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint.Host, endPoint.Port, cancellation);
        var accepted = await listener.AcceptAsync(cancellation);
        accepted.LingerState = new LingerOption(true, 0);
        accepted.Dispose();
        Assert.True(socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
        return new NetworkStream(socket, ownsSocket: true);
    }

    [Fact]
    public void After_the_deadline_it_is_a_timeout_whatever_was_thrown() =>
        Assert.Equal(FailureClass.Timeout, TransportFailure.Classify(OfSocket(SocketError.ConnectionRefused), aborted: false, deadlinePassed: true));

    [Fact]
    public void Cut_by_a_stop_it_is_aborted_also_after_the_deadline()
    {
        Assert.Equal(FailureClass.Aborted, TransportFailure.Classify(new TaskCanceledException(), aborted: true, deadlinePassed: false));
        Assert.Equal(FailureClass.Aborted, TransportFailure.Classify(new TaskCanceledException(), aborted: true, deadlinePassed: true));
    }

    [Fact]
    public void A_refusal_of_the_address_stays_one_at_a_stop_and_after_the_deadline()
    {
        Assert.Equal(FailureClass.AddressBlocked, TransportFailure.Classify(new AddressBlockedException(AddressVerdict.Own), aborted: true, deadlinePassed: true));
        Assert.Equal(FailureClass.Lookup, TransportFailure.Classify(new AddressLookupException(), aborted: true, deadlinePassed: true));
    }

    private static HttpRequestException Http(HttpRequestError error, Exception? inner = null) => new(error, "", inner);

    private static HttpRequestException OfSocket(SocketError error) => Http(HttpRequestError.ConnectionError, new IOException("", new SocketException((int)error)));
}
