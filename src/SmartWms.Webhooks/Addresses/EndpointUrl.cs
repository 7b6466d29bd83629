using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartWms.Webhooks.Addresses;

/// <summary>A URL that may be registered, in the one ASCII form in which it is stored, shown and called.</summary>
internal sealed class EndpointUrl
{
    /// <summary>Longest URL in characters, as written and as stored (RULES, numbers).</summary>
    public const int MaxLength = 2048;

    private EndpointUrl(Uri uri) => Uri = uri;

    /// <summary>What is stored. Parsing it again gives the same.</summary>
    public string Value => Uri.OriginalString;

    /// <summary>What is called.</summary>
    public Uri Uri { get; }

    /// <summary>Scheme, host and port; paths and queries of webhooks often hold a token.</summary>
    public override string ToString() => Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Reads an endpoint URL by the rules of registration. Looks nothing up.</summary>
    /// <param name="text">At most <see cref="MaxLength"/> characters.</param>
    /// <param name="policy">What is allowed beyond https to the public internet.</param>
    /// <param name="url">The URL, if it may be registered.</param>
    /// <param name="error">Else a sentence with the value (no user name, query or token), the rule and what to do.</param>
    public static bool TryParse(
        string? text,
        AddressPolicy policy,
        [NotNullWhen(true)] out EndpointUrl? url,
        [NotNullWhen(false)] out string? error)
    {
        url = null;
        var rule = Read(text ?? "", policy, ref url);
        error = rule is null ? null : $"The URL \"{EndpointUrlText.Shown(text)}\" cannot be used: {rule}.";
        return rule is null;
    }

    private static string? Read(string text, AddressPolicy policy, ref EndpointUrl? url)
    {
        if (TextRule(text) is { } textRule)
        {
            return textRule;
        }

        if (SchemeRule(text, policy, out var scheme) is { } schemeRule)
        {
            return schemeRule;
        }

        var start = scheme.Length + Uri.SchemeDelimiter.Length;
        var end = text.AsSpan(start).IndexOfAny('/', '?');
        var authority = end < 0 ? text[start..] : text.Substring(start, end);
        if (EndpointAuthority.Read(authority, out var host, out var port) is { } authorityRule)
        {
            return authorityRule;
        }

        var effectivePort = port ?? (scheme == Uri.UriSchemeHttps ? 443 : 80);
        if (!policy.AllowsPort(effectivePort))
        {
            return $"port {effectivePort} is not allowed; allowed are {string.Join(", ", policy.AllowedPorts)} (AddressPolicy.AllowedPorts)";
        }

        return EndpointHost.Check(host, policy, out var canonical) ?? Assemble(text, scheme, canonical, effectivePort, ref url);
    }

    private static string? TextRule(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return $"it is empty; give an https:// URL of at most {MaxLength} characters";
        }

        if (text.Length > MaxLength)
        {
            return $"it has {text.Length} characters, at most {MaxLength} are allowed";
        }

        if (!EndpointUrlText.IsPlain(text))
        {
            return "it holds a space, a control character or an invisible one; write these percent-encoded";
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            return "it holds a backslash; write / or %5C";
        }

        return text.Contains('#', StringComparison.Ordinal) ? "it holds a fragment (#), which is never sent; leave it out or write %23" : null;
    }

    private static string? SchemeRule(string text, AddressPolicy policy, out string scheme)
    {
        scheme = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
        if (scheme == Uri.UriSchemeHttp)
        {
            return policy.AllowHttp ? null : "it must start with https://; the host application can allow http:// with AddressPolicy.AllowHttp";
        }

        return text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? null : "it must start with https://";
    }

    private static string? Assemble(string text, string scheme, string host, int port, ref EndpointUrl? url)
    {
        // What is called must be what was checked: the framework's reading of the text has to agree with ours.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var read) || !Agrees(read, scheme, host, port))
        {
            return "its host can be read in more than one way";
        }

        var portText = read.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        var value = $"{scheme}://{host}{portText}{read.PathAndQuery}";
        if (value.Length > MaxLength)
        {
            return $"percent-encoded it has {value.Length} characters, at most {MaxLength} are allowed";
        }

        url = new EndpointUrl(new Uri(value, UriKind.Absolute));
        return null;
    }

    private static bool Agrees(Uri read, string scheme, string host, int port)
    {
        try
        {
            var readHost = read.HostNameType == UriHostNameType.IPv6 ? $"[{read.IdnHost}]" : read.IdnHost;
            return read.Scheme == scheme && readHost == host && read.Port == port && read.UserInfo.Length == 0 && read.Fragment.Length == 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
