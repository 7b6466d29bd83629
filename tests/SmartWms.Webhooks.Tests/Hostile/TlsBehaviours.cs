using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Deliveries.FailureClass;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>Over TLS, or where TLS was expected.</summary>
internal static class TlsBehaviours
{
    private static readonly Func<RawConnection, Task> Fine = RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private static readonly X509Certificate2 Good = TestCertificates.Issue(["127.0.0.1"]);

    public static IEnumerable<Behaviour> All =>
    [
        new("a good certificate", Secured(Good, Fine), None, 200) { IsTls = true },
        new("a self-signed certificate", Secured(TestCertificates.SelfSigned(["127.0.0.1"]), Fine), FailureClass.Tls) { IsTls = true },
        new("an expired certificate", Secured(TestCertificates.Issue(["127.0.0.1"], days: -1), Fine), FailureClass.Tls) { IsTls = true },
        new("a certificate of another name", Secured(TestCertificates.Issue(["other.example.com", "127.0.0.2"]), Fine), FailureClass.Tls) { IsTls = true },
#pragma warning disable SYSLIB0039, CA5397 // The old protocols are what must be refused.
        new("TLS 1.0 only", Secured(Good, Fine, SslProtocols.Tls), FailureClass.Tls) { IsTls = true },
        new("TLS 1.1 only", Secured(Good, Fine, SslProtocols.Tls11), FailureClass.Tls) { IsTls = true },
#pragma warning restore SYSLIB0039, CA5397
        new("plain text where TLS is expected", RawScripts.AnswerEarly("HTTP/1.1 200 OK\r\n\r\n"), FailureClass.Tls) { IsTls = true },
        new("silence where TLS is expected", connection => connection.HangAsync(), FailureClass.Timeout) { IsTls = true },
        new("a close inside the handshake", async connection => await connection.WriteAsync("\u0016\u0003\u0003"), FailureClass.Tls) { IsTls = true },
        new("a handshake of nonsense", RawScripts.AnswerEarly("\u0016\u0003\u0003\0\u0005nonsense"), FailureClass.Tls) { IsTls = true },
        new("TLS and silence after the request", Secured(Good, RawScripts.Silence), FailureClass.Timeout) { IsTls = true },
        new("TLS and a reset after the request", Secured(Good, RawScripts.ResetAfterRequest), ConnectionLost) { IsTls = true },
        new("TLS that ends inside the body", Secured(Good, RawScripts.Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")), ConnectionLost, 200) { IsTls = true },
        new("TLS and headers without an end", Secured(Good, RawScripts.EndlessHeaders), MalformedAnswer) { IsTls = true },
        new("TLS and a body without an end", Secured(Good, RawScripts.EndlessBody), None, 200) { IsTls = true },
        new("TLS where plain text is expected", Secured(Good, Fine), ConnectionLost) { Or = MalformedAnswer },
    ];

    private static Func<RawConnection, Task> Secured(X509Certificate2 certificate, Func<RawConnection, Task> then, SslProtocols protocols = SslProtocols.None)
    {
        // No ticket: each connection shakes hands anew.
        var options = new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocols, AllowTlsResume = false };
        return async connection =>
        {
            await connection.SecureAsync(options);
            await then(connection);
        };
    }
}
