using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Which headers a subscription may add to its requests.</summary>
/// <remarks>
/// Asked when they are registered and again before each send: <see cref="HttpClient"/> puts a line break in a value on the wire as a new
/// header, and merges a name it sends itself with the custom one. Good headers cost no allocation.
/// </remarks>
internal static class CustomHeaderRules
{
    public const int MaxCount = 32;
    public const int MaxNameLength = 64;
    public const int MaxValueLength = 4096;
    public const int MaxTotalLength = 16 * 1024;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> ReservedNames = FrozenSet.ToFrozenSet(
    [
        "Host", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Trailers", "Upgrade", "HTTP2-Settings", "Expect",
        "Forwarded", "X-Real-IP", "Via", "User-Agent", "Date", "Set-Cookie", "Set-Cookie2",
        "traceparent", "tracestate", "baggage",
        "X-Original-URL", "X-Rewrite-URL", "X-Original-Host",                               // rewrite the path behind a proxy
        "X-Client-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP", "X-Remote-User", "Remote-User",
        "Expires", "Last-Modified", "Allow",                                                // of a body, to .NET: never sent
        "Metadata", "Metadata-Flavor",                                                      // unlock metadata services
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override",                     // turn the POST into another verb
    ], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ReservedPrefixes =
    [
        "Content-", "Proxy-", "X-Forwarded-",
        "X-SmartWMS-", "X-WMS-", "X-Webhook-", "webhook-", "svix-",
        "X-aws-", "X-Google-",                                                              // unlock metadata services
    ];

    /// <summary>Checks all custom headers of a subscription.</summary>
    /// <param name="headers">Names and values as they would be sent.</param>
    /// <param name="reservedPrefixes">Beginnings of names that the subscription's own contract sends, such as <c>X-Acme-</c>.</param>
    /// <returns>What is wrong with the first bad one, naming it and the rule but never its value; <see langword="null"/> when all may be sent.</returns>
    public static string? Check(IReadOnlyList<KeyValuePair<string, string>> headers, params ReadOnlySpan<string> reservedPrefixes)
    {
        if (headers.Count > MaxCount)
        {
            return $"There are {headers.Count} custom headers; at most {MaxCount} are allowed.";
        }

        var total = 0;
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            if ((NameRule(name, reservedPrefixes) ?? ValueRule(value) ?? DuplicateRule(headers, i)) is { } rule)
            {
                return $"The custom header \"{Shown(name)}\" cannot be used: {rule}.";
            }

            total += name.Length + value.Length;
        }

        return total > MaxTotalLength ? $"The custom headers have {total} characters together; at most {MaxTotalLength} are allowed." : null;
    }

    private static string? NameRule(string? name, ReadOnlySpan<string> reservedPrefixes)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength)
        {
            return $"a name has 1 to {MaxNameLength} characters";
        }

        if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return "a name holds letters, digits and hyphens (a token of RFC 9110), and its value is given apart from it";
        }

        // CGI, WSGI and PHP make one variable of both.
        var asReceived = name.Replace('_', '-');
        return ReservedNames.Contains(asReceived) || StartsWithAny(asReceived, ReservedPrefixes) || StartsWithAny(asReceived, reservedPrefixes)
            ? "the name is reserved, because the engine or the HTTP connection sets it or receivers trust it"
            : null;
    }

    private static bool StartsWithAny(string name, ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? ValueRule(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > MaxValueLength)
        {
            return $"a value has 1 to {MaxValueLength} characters";
        }

        if (value[0] is ' ' or '\t' || value[^1] is ' ' or '\t')
        {
            return "a value neither starts nor ends with a space or tab";
        }

        foreach (var character in value)
        {
            if (character is not ((>= ' ' and <= '~') or '\t'))
            {
                return "a value holds visible ASCII characters only, with spaces and tabs inside; encode anything else";
            }
        }

        return null;
    }

    private static string? DuplicateRule(IReadOnlyList<KeyValuePair<string, string>> headers, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (string.Equals(headers[i].Key, headers[index].Key, StringComparison.OrdinalIgnoreCase))
            {
                return "the name is given twice (upper and lower case are the same), and a receiver would see both values as one";
            }
        }

        return null;
    }

    // A value pasted into the name's field begins after the first character that no name holds.
    private static string Shown(string? name)
    {
        var text = name.AsSpan();
        var end = text.IndexOfAnyExcept(TokenCharacters);
        var shown = end < 0 ? text : text[..end];
        return shown.Length > MaxNameLength || end >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"{shown[..Math.Min(shown.Length, MaxNameLength)]}...")
            : shown.ToString();
    }
}
