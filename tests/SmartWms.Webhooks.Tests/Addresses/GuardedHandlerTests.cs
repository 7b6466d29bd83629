using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

public class GuardedHandlerTests
{
    private static readonly AddressGuard Guard = new(new AddressPolicy());

    private static readonly Dictionary<string, Action<SocketsHttpHandler>> Changes = new()
    {
        ["ConnectCallback"] = handler => handler.ConnectCallback = null,
        ["PlaintextStreamFilter"] = handler => handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(context.PlaintextStream),
        ["UseProxy"] = handler => handler.UseProxy = true,
        ["AllowAutoRedirect"] = handler => handler.AllowAutoRedirect = true,
        ["UseCookies"] = handler => handler.UseCookies = true,
        ["AutomaticDecompression"] = handler => handler.AutomaticDecompression = DecompressionMethods.GZip,
        ["Credentials"] = handler => handler.Credentials = CredentialCache.DefaultCredentials,
        ["PreAuthenticate"] = handler => handler.PreAuthenticate = true,
        ["ActivityHeadersPropagator"] = handler => handler.ActivityHeadersPropagator = DistributedContextPropagator.Current,
        ["MaxResponseHeadersLength"] = handler => handler.MaxResponseHeadersLength = 17,
        ["MaxResponseDrainSize"] = handler => handler.MaxResponseDrainSize = int.MaxValue,
        ["ResponseDrainTimeout"] = handler => handler.ResponseDrainTimeout = Timeout.InfiniteTimeSpan,
        ["ConnectTimeout"] = handler => handler.ConnectTimeout = Timeout.InfiniteTimeSpan,
        ["PooledConnectionLifetime"] = handler => handler.PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        ["Expect100ContinueTimeout"] = handler => handler.Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
#pragma warning disable SYSLIB0039, CA5397 // The old protocol is what must be noticed.
        ["EnabledSslProtocols"] = handler => handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls11 | SslProtocols.Tls12,
#pragma warning restore SYSLIB0039, CA5397
    };

    public static TheoryData<string> Settings => [.. Changes.Keys];

    [Fact]
    public void A_new_handler_is_as_the_guard_needs_it()
    {
        using var handler = GuardedHandler.Create(Guard);

        GuardedHandler.Verify(handler, Guard);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_changed_setting_is_named(string setting)
    {
        using var handler = GuardedHandler.Create(Guard);
        Changes[setting](handler);

        var error = Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, Guard));

        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.Single(Changes.Keys, name => error.Message.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void All_changed_settings_are_named_at_once()
    {
        using var handler = new SocketsHttpHandler();

        var error = Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, Guard));

        Assert.All(["ConnectCallback", "UseProxy", "AllowAutoRedirect", "UseCookies"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_guard_is_not_this_guard()
    {
        using var handler = GuardedHandler.Create(new AddressGuard(new AddressPolicy { AllowedNetworks = [IPNetwork.Parse("0.0.0.0/0")] }));

        Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, Guard));
    }

    [Fact]
    public void Protocols_left_to_the_system_are_not_accepted()
    {
        using var handler = GuardedHandler.Create(Guard);
        handler.SslOptions.EnabledSslProtocols = SslProtocols.None;

        Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, Guard));
    }

    [Fact]
    public void A_chain_policy_that_fetches_what_a_certificate_names_is_not_accepted()
    {
        X509ChainPolicy?[] fetching =
        [
            null,
            new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck },
            new X509ChainPolicy { RevocationMode = X509RevocationMode.Online, DisableCertificateDownloads = true },
        ];
        foreach (var policy in fetching)
        {
            using var handler = GuardedHandler.Create(Guard);
            handler.SslOptions.CertificateChainPolicy = policy;

            Assert.Contains("CertificateChainPolicy", Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, Guard)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_host_may_add_certificates_and_lower_limits()
    {
        using var handler = GuardedHandler.Create(Guard);
        handler.SslOptions.ClientCertificates = [];
        handler.SslOptions.CertificateChainPolicy!.TrustMode = X509ChainTrustMode.CustomRootTrust;
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls13;
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.MaxResponseHeadersLength = 8;

        GuardedHandler.Verify(handler, Guard);
    }
}
