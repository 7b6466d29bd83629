namespace SmartWms.Webhooks.Protocol;

/// <summary>Reads a header that must be there exactly once.</summary>
internal static class SingleHeader
{
    private const int MaxLength = 4096;

    /// <returns><see cref="WebhookVerification.Valid"/> when there is one value of bearable length, else what is wrong.</returns>
    public static WebhookVerification Read(Func<string, IEnumerable<string?>?> headers, string name, out string value)
    {
        value = string.Empty;
        var values = FirstTwo(headers, name);
        if (values.Length > 1)
        {
            return WebhookVerification.RepeatedHeader;
        }

        if (values.Length == 0 || values[0] is not { } single)
        {
            return WebhookVerification.MissingHeader;
        }

        value = single;
        return single.Length > MaxLength ? WebhookVerification.MalformedHeader : WebhookVerification.Valid;
    }

    // HttpHeaders.GetValues and a dictionary's indexer throw for what is not there, and a sender decides what is not there.
    private static string?[] FirstTwo(Func<string, IEnumerable<string?>?> headers, string name)
    {
        try
        {
            return headers(name)?.Take(2).ToArray() ?? [];
        }
        catch (Exception exception) when (exception is KeyNotFoundException or (InvalidOperationException and not ObjectDisposedException))
        {
            return [];
        }
    }
}
