using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A receiver's certificate says where its issuer and its revocation list are to be had: nobody goes there, since no guard stands before it.</summary>
public sealed class FetchedIssuerTests
{
    private static readonly AddressPolicy Loopback = new() { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_in_a_certificate_is_never_asked(bool isTrusted)
    {
        await using var named = await LoopbackReceiver.StartAsync();
        using var server = new TlsServer(TestCertificates.IssueNaming(["127.0.0.1"], named.Address(), isTrusted));
        using var handler = GuardedHandler.Create(new AddressGuard(Loopback));
        Trust(handler.SslOptions.CertificateChainPolicy!);
        using var client = new HttpClient(handler);

        var sending = client.GetAsync(server.Url, Stop);
        await server.ServeAsync();
        if (isTrusted)
        {
            Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        }

        Assert.Empty(named.Requests);
    }

    [Fact] // else the test above could not fail
    public async Task It_is_asked_by_a_handler_that_nobody_guards()
    {
        await using var named = await LoopbackReceiver.StartAsync();
        using var server = new TlsServer(TestCertificates.IssueNaming(["127.0.0.1"], named.Address(), isTrusted: false));
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);

        var sending = client.GetAsync(server.Url, Stop);
        await server.ServeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        Assert.NotEmpty(named.Requests);
    }

    [Fact]
    public async Task A_certificate_for_clients_is_not_taken_for_a_servers()
    {
        using var server = new TlsServer(TestCertificates.Issue(["127.0.0.1"], purpose: "1.3.6.1.5.5.7.3.2"));
        using var handler = GuardedHandler.Create(new AddressGuard(Loopback));
        Trust(handler.SslOptions.CertificateChainPolicy!);
        using var client = new HttpClient(handler);

        var sending = client.GetAsync(server.Url, Stop);
        await server.ServeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => sending);
    }

    private static void Trust(X509ChainPolicy policy)
    {
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(TestCertificates.Authority);
    }

    /// <summary>Answers one request, and fetches nothing itself.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly SslStreamCertificateContext _certificate;

        public TlsServer(X509Certificate2 certificate)
        {
            _certificate = SslStreamCertificateContext.Create(certificate, null, offline: true);
            _listener.Start();
        }

        public Uri Url => new($"https://{_listener.LocalEndpoint}/");

        public async Task ServeAsync()
        {
            using var connection = await _listener.AcceptTcpClientAsync(Stop);
            using var secured = new SslStream(connection.GetStream());
            try
            {
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate }, Stop);
                _ = await secured.ReadAsync(new byte[4096], Stop);
                await secured.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Stop);
            }
            catch (IOException)
            {
                // the client refused the certificate
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
