using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Deliveries.FailureClass;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>Over plain TCP.</summary>
internal static class PlainBehaviours
{
    private static readonly string Long = new('x', 17 * 1024);

    public static IEnumerable<Behaviour> All => [.. Connections, .. Drips, .. Endless, .. StatusLines, .. Statuses, .. RetryAfters, .. Bodies, .. Headers];

    private static IEnumerable<Behaviour> Connections =>
    [
        new("reset at once", RawScripts.ResetAtOnce, ConnectionLost) { Or = ConnectionFailed },
        new("reset after the request", RawScripts.ResetAfterRequest, ConnectionLost),
        new("reset inside the headers", Then("HTTP/1.1 200 OK\r\nX-A: 1\r\n", connection => connection.Reset()), ConnectionLost),
        new("reset inside the body", Then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", connection => connection.Reset()), ConnectionLost, 200) { Or = ConnectionLost },
        new("close before the request", connection => Task.CompletedTask, ConnectionLost),
        new("close without an answer", RawScripts.CloseAfterRequest, ConnectionLost),
        new("close inside the status line", RawScripts.Answer("HTTP/1.1 20"), ConnectionLost),
        new("close inside the headers", RawScripts.Answer("HTTP/1.1 200 OK\r\nX-A: "), ConnectionLost),
        new("close inside the body", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), ConnectionLost, 200),
        new("silence", RawScripts.Silence, FailureClass.Timeout),
        new("silence after the headers", Hang("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), FailureClass.Timeout, 200),
        new("silence inside a chunk", Hang("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), FailureClass.Timeout, 200),
        new("an answer before the request is read", RawScripts.AnswerEarly("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), None, 200),
        new("a second answer behind the first", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"), None, 200),
    ];

    private static IEnumerable<Behaviour> Drips =>
    [
        new("a status line a byte at a time", Drip("HTTP/1.1 200 OK\r\n\r\n", 3), FailureClass.Timeout),
        new("headers a byte at a time", Drip("HTTP/1.1 200 OK\r\nX-A: abcdefgh", 24), FailureClass.Timeout),
        new("a body a byte at a time", Drip("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij", 42), FailureClass.Timeout, 200),
    ];

    private static IEnumerable<Behaviour> Endless =>
    [
        new("headers without an end", RawScripts.EndlessHeaders, MalformedAnswer),
        new("one header of 17 KiB", RawScripts.Answer($"HTTP/1.1 200 OK\r\nX-A: {Long}\r\n\r\n"), MalformedAnswer),
        new("a status line of 17 KiB", RawScripts.Answer($"HTTP/1.1 200 {Long}\r\n\r\n"), MalformedAnswer),
        new("100 Continue without an end", Endlessly("HTTP/1.1 100 Continue\r\n\r\n", ""), MalformedAnswer),
        new("103 Early Hints without an end", Endlessly("HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n", ""), MalformedAnswer),
        new("a body without an end", RawScripts.EndlessBody, None, 200),
        new("chunks without an end", Endlessly("1\r\nx\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), None, 200),
        new("a chunk extension without an end", Endlessly(";a=b", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5"), MalformedAnswer, 200),
        new("trailers without an end", Endlessly("X-T: 1\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"), MalformedAnswer, 200),
        new("an error without an end", Endlessly("no ", "HTTP/1.1 500 No\r\n\r\n"), ServerError, 500),
        new("a gzip bomb", RawScripts.GzipBomb(8 * 1024 * 1024), None, 200),
    ];

    private static IEnumerable<Behaviour> StatusLines =>
    [
        .. new[] { "SSH-2.0-OpenSSH_9.6\r\n\r\n", "220 mail ESMTP ready\r\n\r\n", "<html>hello</html>\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 -20 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1200 OK\r\n\r\n", "\0\0\0\0\r\n\r\n" }
            .Select(line => new Behaviour($"the status line '{line.Trim()}'", RawScripts.Answer(line), MalformedAnswer)),
        new("HTTP/1.0", RawScripts.Answer("HTTP/1.0 200 OK\r\n\r\nfine"), None, 200),
        new("no reason phrase", RawScripts.Answer("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), None, 200),
    ];

    private static IEnumerable<Behaviour> Statuses =>
    [
        .. from row in new (int Status, FailureClass Failure)[]
           {
               (0, UnknownStatus), (201, None), (299, None), (300, Redirected), (304, Redirected), (400, Rejected), (401, Rejected), (403, Rejected), (404, Rejected), (407, Rejected), (408, Rejected),
               (413, Rejected), (421, Rejected), (451, Rejected), (410, Gone), (500, ServerError), (501, ServerError), (502, ServerError), (504, ServerError), (599, ServerError), (600, UnknownStatus),
               (999, UnknownStatus),
           }
           select new Behaviour($"status {row.Status:000}", RawScripts.Answer($"HTTP/1.1 {row.Status:000} What\r\n{(row.Status == 304 ? "" : "Content-Length: 0\r\n")}\r\n"), row.Failure, row.Status),
        .. from status in new[] { 301, 302, 303, 307, 308 }
           from target in new[] { "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/" }
           select new Behaviour($"{status} to {target}", RawScripts.Answer($"HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"), Redirected, status),
        new("101 that switches", Hang("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"), UnknownStatus, 101),
        new("204 with a body", RawScripts.Answer("HTTP/1.1 204 None\r\n\r\nbody"), None, 204),
    ];

    private static IEnumerable<Behaviour> RetryAfters =>
        from value in new[] { "0", "1", "86400", "2147483648", "18446744073709551616", "-5", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT" }
        from row in new[] { (429, TooManyRequests), (503, Unavailable) }
        select new Behaviour($"{row.Item1} with Retry-After: {value}", RawScripts.Answer($"HTTP/1.1 {row.Item1} Wait\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"), row.Item2, row.Item1);

    private static IEnumerable<Behaviour> Bodies =>
    [
        new("a length beyond every number", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nabc"), ConnectionLost, 200),
        new("a negative length", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"), None, 200),
        new("two lengths", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc"), None, 200),
        new("a chunk size that overflows", RawScripts.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc"), MalformedAnswer, 200),
        new("a chunk size that is none", RawScripts.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"), MalformedAnswer, 200),
        new("chunks and a length at once", RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), None, 200),
        .. new[] { "\0\0\0", "\u001b[31mred\u001b[0m\r\n200 OK", "<script>alert(1)</script>", "\u00ed\u00a0\u0080 half a pair", "\u00ff\u00fe" }
            .Select((body, i) => new Behaviour($"body {i} of bytes nobody likes", RawScripts.Answer($"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=klingon\r\nContent-Length: {body.Length}\r\n\r\n{body}"), None, 200)),
    ];

    private static IEnumerable<Behaviour> Headers =>
    [
        new("a header without a colon", RawScripts.Answer("HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 0\r\n\r\n"), MalformedAnswer),
        new("a header with a blank in its name", RawScripts.Answer("HTTP/1.1 200 OK\r\nX A: 1\r\nContent-Length: 0\r\n\r\n"), MalformedAnswer),
        new("a cookie and another location", RawScripts.Answer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"), None, 200),
        new("a NUL in a header", RawScripts.Answer("HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n"), None, 200),
    ];

    private static Func<RawConnection, Task> Then(string text, Action<RawConnection> end) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(text);
        end(connection);
    };

    private static Func<RawConnection, Task> Hang(string text) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(text);
        await connection.HangAsync();
    };

    /// <summary>So many bytes one by one, and then nothing more.</summary>
    private static Func<RawConnection, Task> Drip(string text, int sent) => async connection =>
    {
        await connection.ReadRequestAsync();
        foreach (var value in Encoding.ASCII.GetBytes(text[..sent]))
        {
            await connection.WriteAsync(new[] { value });
        }

        await connection.HangAsync();
    };

    private static Func<RawConnection, Task> Endlessly(string piece, string first) => async connection =>
    {
        var pieces = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, Math.Max(1, 4096 / piece.Length))));
        await connection.ReadRequestAsync();
        await connection.WriteAsync(first);
        while (true)
        {
            await connection.WriteAsync(pieces);
        }
    };
}
