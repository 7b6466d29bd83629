using System.Globalization;
using SmartWms.Webhooks.Deliveries;

namespace QuickStart;

/// <summary>The engine's values in a person's words.</summary>
internal static class Words
{
    public static string Of(FailureClass failure) => failure switch
    {
        FailureClass.Lookup => "the host name could not be looked up",
        FailureClass.AddressBlocked => "the address policy forbids where the URL leads",
        FailureClass.ConnectionRefused => "nobody listens there, the connection was refused",
        FailureClass.ConnectionFailed => "no connection could be made",
        FailureClass.Tls => "the TLS handshake failed",
        FailureClass.Timeout => "the deadline passed before the whole answer was there",
        FailureClass.ConnectionLost => "the connection was closed before the whole answer was there",
        FailureClass.MalformedAnswer => "what came back is not HTTP",
        FailureClass.Redirected => "it answered with a redirect, and redirects are never followed",
        FailureClass.Rejected => "it rejected the request (a wrong secret or contract is the usual reason)",
        FailureClass.Gone => "it wants no more of these (410)",
        FailureClass.TooManyRequests => "it asks for fewer requests (429)",
        FailureClass.ServerError => "it failed inside",
        FailureClass.Unavailable => "it is not available now (503)",
        FailureClass.UnknownStatus => "it answered with a status that is none",
        _ => failure.ToString(),
    };

    /// <summary>As the documents' logs say it.</summary>
    public static string Of(DeliveryState state) => state == DeliveryState.Delivered ? "Success" : state.ToString();

    public static string Milliseconds(TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0} ms") : "";

    public static string Time(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
