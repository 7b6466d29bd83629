using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Certificates for servers on loopback, of an authority that exists for this process only.</summary>
public static class TestCertificates
{
    private static readonly Lazy<X509Certificate2> LazyAuthority = new(() => MakeAuthority("CN=Test authority"));

    /// <summary>The private CA; a client trusts it by <see cref="Trust"/> and no system does.</summary>
    public static X509Certificate2 Authority => LazyAuthority.Value;

    /// <summary>What a host sets to trust the private CA, and nothing else.</summary>
    public static X509ChainPolicy Trust => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Authority },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>A server certificate of the private CA.</summary>
    /// <param name="names">Host names or addresses that it is good for.</param>
    /// <param name="days">It ends so many days from now; negative for one that has expired.</param>
    /// <param name="purpose">The only one that it is good for, as an OID; <see langword="null"/>: any.</param>
    public static X509Certificate2 Issue(IEnumerable<string> names, int days = 30, string? purpose = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=test", key, names);
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        var serial = RandomNumberGenerator.GetBytes(8);
        var now = DateTimeOffset.UtcNow;
        using var issued = request.Create(Authority, now.AddDays(-60), now.AddDays(Math.Min(days, 300)), serial);
        using var whole = issued.CopyWithPrivateKey(key);
        return Loaded(whole);
    }

    /// <summary>A certificate that nobody vouches for.</summary>
    public static X509Certificate2 SelfSigned(IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Request("CN=self", key, names).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return Loaded(made);
    }

    /// <summary>A server certificate whose issuer, and whose revocation list, are to be fetched from here.</summary>
    /// <param name="names">Host names or addresses that it is good for.</param>
    /// <param name="issuer">An <c>http</c> address.</param>
    /// <param name="isTrusted">Whether the private CA issued it, or one that nobody has.</param>
    public static X509Certificate2 IssueNaming(IEnumerable<string> names, Uri issuer, bool isTrusted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=test", key, names);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension((IEnumerable<string>?)null, [issuer.AbsoluteUri]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([issuer.AbsoluteUri]));
        using var stranger = isTrusted ? null : MakeAuthority("CN=Authority that nobody has");
        using var issued = request.Create(stranger ?? Authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return Loaded(whole);
    }

    /// <summary>A client certificate of the private CA.</summary>
    public static X509Certificate2 IssueClient() => Issue(["wms"]);

    private static X509Certificate2 MakeAuthority(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-365), DateTimeOffset.UtcNow.AddDays(365));
        return Loaded(made);
    }

    private static CertificateRequest Request(string subject, ECDsa key, IEnumerable<string> names)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        return request;
    }

    private static X509Certificate2 Loaded(X509Certificate2 made) => X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
}
