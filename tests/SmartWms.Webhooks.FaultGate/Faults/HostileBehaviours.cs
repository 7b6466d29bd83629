using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Deliveries.FailureClass;
using static SmartWms.Webhooks.FaultGate.Faults.HostileBehaviour;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>The table of misbehaviours.</summary>
internal static class HostileBehaviours
{
    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

    public static IReadOnlyList<HostileBehaviour> All { get; } = [.. Connections(), .. Statuses(), .. RetryAfters(), .. Malformed(), .. Bodies(), .. Bombs(), .. Drips()];

    private static IEnumerable<HostileBehaviour> Connections() =>
    [
        new("reset at once", RawScripts.ResetAtOnce, ConnectionLost, ConnectionFailed),
        new("reset after the request", RawScripts.ResetAfterRequest, ConnectionLost),
        new("close after the request", RawScripts.CloseAfterRequest, ConnectionLost),
        new("silence", RawScripts.Silence, FailureClass.Timeout),
        new("accepts and reads nothing", connection => connection.HangAsync(), FailureClass.Timeout),
        new("reset amid the answer", ResetAfter("HTTP/1.1 200 OK\r\nContent-Le"), ConnectionLost),
        new("reset amid the body", ResetAfter(Ok + "Content-Length: 10\r\n\r\nabc"), ConnectionLost),
        new("plain text where TLS is expected", RawScripts.AnswerEarly("HTTP/1.1 200 OK\r\n\r\n"), Tls) { IsHttps = true },
        new("silence where TLS is expected", connection => connection.HangAsync(), FailureClass.Timeout) { IsHttps = true },
        new("reset where TLS is expected", RawScripts.ResetAtOnce, Tls, ConnectionLost, ConnectionFailed) { IsHttps = true },
        new("a TLS alert", RawScripts.AnswerEarly("\u0015\u0003\u0003\u0000\u0002\u0002\u0028"), Tls) { IsHttps = true },
    ];

    private static IEnumerable<HostileBehaviour> Statuses() =>
    [
        Status(201, "", None), Status(202, "", None), Status(299, "", None),
        Answer("HTTP/1.1 204 No Content\r\n\r\nbut here is one", None),
        Answer("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", UnknownStatus),
        Status(300, "", Redirected), Status(301, "Location: http://127.0.0.1:1/\r\n", Redirected), Status(302, "Location: http://example.com/\r\n", Redirected),
        Status(303, "Location: /other\r\n", Redirected), Status(304, "", Redirected), Status(307, "Location: http://169.254.169.254/\r\n", Redirected),
        Status(308, "Location: http://[::1]/\r\n", Redirected), Status(301, "Location: \u00ff\u00fe\r\n", Redirected),
        Status(400, "", Rejected), Status(401, "WWW-Authenticate: NTLM\r\n", Rejected), Status(404, "", Rejected), Status(407, "Proxy-Authenticate: Basic\r\n", Rejected), Status(451, "", Rejected),
        Status(410, "", Gone), Status(500, "", ServerError), Status(502, "", ServerError), Status(599, "", ServerError),
        Status(999, "", UnknownStatus), Status(600, "", UnknownStatus),
        Answer("HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n", UnknownStatus),
    ];

    private static IEnumerable<HostileBehaviour> RetryAfters() => ((string[])["0", "1", "86400", "2147483648", "18446744073709551616", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"])
        .SelectMany(value => (HostileBehaviour[])
        [
            Status(429, $"Retry-After: {value}\r\n", TooManyRequests) with { Waits = true },
            Status(503, $"Retry-After: {value}\r\n", Unavailable) with { Waits = true },
        ]);

    private static IEnumerable<HostileBehaviour> Malformed() =>
    [
        Answer("SSH-2.0-OpenSSH_9.6\r\n\r\n", MalformedAnswer), Answer("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", MalformedAnswer, ConnectionLost),
        Answer("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", MalformedAnswer, None), Answer("HTTP/1.1 20 OK\r\n\r\n", MalformedAnswer), Answer("HTTP/1.1 2x0 OK\r\n\r\n", MalformedAnswer),
        Answer(Ok + "No colon here\r\n\r\n", MalformedAnswer), Answer(Ok + "X: \0\r\nContent-Length: 0\r\n\r\n", MalformedAnswer, None),
        Answer(Ok + "Content-Length: -5\r\n\r\n", MalformedAnswer, None), Answer(Ok + "Content-Length: 9223372036854775807\r\n\r\nabc", ConnectionLost, None),
        Answer(Ok + "Content-Length: 99999999999999999999999\r\n\r\nabc", MalformedAnswer, None, ConnectionLost),
        Answer(Ok + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc", MalformedAnswer, None, ConnectionLost),
        Answer(Ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello", MalformedAnswer), Answer(Ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx", MalformedAnswer),
        Answer(Ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", ConnectionLost), Answer(Ok + "Content-Length: 10\r\n\r\nabc", ConnectionLost),
    ];

    private static IEnumerable<HostileBehaviour> Bodies() =>
    [
        Answer(Ok + "Content-Length: 4\r\n\r\n\0\0\0\0", None), Answer(Ok + "Content-Length: 3\r\n\r\n\u00ed\u00a0\u0080", None),
        Answer(Ok + "Content-Type: text/html; charset=nonsense\r\nContent-Length: 31\r\n\r\n<script>alert(document)</script>", None),
        Answer(Ok + "Content-Length: 5\r\n\r\n\u001b[2J!", None), Answer(Ok + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", None),
    ];

    private static IEnumerable<HostileBehaviour> Bombs() =>
    [
        new("endless headers", RawScripts.EndlessHeaders, MalformedAnswer), new("endless body", RawScripts.EndlessBody, None), new("gzip bomb", RawScripts.GzipBomb(8 * 1024 * 1024), None),
        new("endless status line", Endless("HTTP/1.1 200 ", new string('x', 1024)), MalformedAnswer), new("endless 100", Endless("", "HTTP/1.1 100 Continue\r\n\r\n"), MalformedAnswer, FailureClass.Timeout),
        new("endless chunk extension", Endless(Ok + "Transfer-Encoding: chunked\r\n\r\n5;", new string('x', 1024)), MalformedAnswer, Unclassified),
        new("endless trailers", Endless(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-Filler: " + new string('x', 1000) + "\r\n"), MalformedAnswer, None),
        new("endless small chunks", Endless(Ok + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), None),
    ];

    private static IEnumerable<HostileBehaviour> Drips() =>
    [
        new("drips its headers", RawScripts.Drip(Ok + "X-Slow: " + new string('x', 1000), _ => RealTime.WaitAsync(200)), FailureClass.Timeout),
        new("drips its body", RawScripts.Drip(Ok + "Content-Length: 1000\r\n\r\n" + new string('x', 1000), at => RealTime.WaitAsync(at < 40 ? 0 : 200)), FailureClass.Timeout),
        new("an answer just in time", async connection =>
        {
            await connection.ReadRequestAsync();
            await RealTime.WaitAsync(300);
            await connection.WriteAsync(Ok + "Content-Length: 0\r\n\r\n");
        }, None),
    ];

    private static Func<RawConnection, Task> ResetAfter(string text) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(text);
        connection.Reset();
    };

    private static Func<RawConnection, Task> Endless(string first, string then) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(first);
        while (true)
        {
            await connection.WriteAsync(then);
        }
    };
}
