using System.Net.Sockets;
using System.Security.Authentication;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Sending;

/// <summary>Gives every exception a fixed class. Texts are never kept: they hold addresses and bytes of the receiver.</summary>
internal static class TransportFailure
{
    public static FailureClass Classify(Exception exception, bool aborted, bool deadlinePassed)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressBlockedException:
                    return FailureClass.AddressBlocked;
                case AddressLookupException:
                    return FailureClass.Lookup;
            }
        }

        if (aborted)
        {
            return FailureClass.Aborted;
        }

        return deadlinePassed ? FailureClass.Timeout : OfHttp(exception);
    }

    /// <summary>The same while a body is read, where the framework gives some of its own complaints about the answer no code ("chunk was too large").</summary>
    public static FailureClass ClassifyRead(Exception exception, bool deadlinePassed) => Classify(exception, aborted: false, deadlinePassed) switch
    {
        FailureClass.Unclassified when exception is HttpRequestException { InnerException: null } => FailureClass.MalformedAnswer,
        var known => known,
    };

    private static FailureClass OfHttp(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => FailureClass.Lookup,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => FailureClass.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => FailureClass.ProxyRefused,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => OfSocket(exception),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => FailureClass.MalformedAnswer,
        // A protocol error is HTTP/2's word for a stream or a connection that the other end has reset.
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError } => FailureClass.ConnectionLost,
        HttpRequestException { InnerException: AuthenticationException } => FailureClass.Tls,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError } => FailureClass.ConnectionLost,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => FailureClass.MalformedAnswer,
        // A bare SocketException: the connection was gone before the framework looked who is at its other end.
        HttpRequestException { InnerException: IOException or SocketException } or IOException or SocketException => FailureClass.ConnectionLost,
        TaskCanceledException { InnerException: TimeoutException } => FailureClass.ConnectionFailed,
        UriFormatException or FormatException => FailureClass.InvalidRequest,
        _ => FailureClass.Unclassified,
    };

    private static FailureClass OfSocket(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => FailureClass.ConnectionRefused,
                    SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => FailureClass.Lookup,
                    _ => FailureClass.ConnectionFailed,
                };
            }
        }

        return FailureClass.ConnectionFailed;
    }
}
