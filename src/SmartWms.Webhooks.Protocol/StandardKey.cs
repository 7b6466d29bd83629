namespace SmartWms.Webhooks.Protocol;

/// <summary>The key in a Standard Webhooks secret: 24 to 64 bytes (specification 1.0), written as base64.</summary>
internal static class StandardKey
{
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <returns><see langword="null"/> unless <paramref name="base64"/> is what an encoder writes: padded, no white space, no stray bits at its end.</returns>
    public static byte[]? Decode(string base64)
    {
        if (!IsBase64(base64))
        {
            return null;
        }

        var key = Convert.FromBase64String(base64);
        return key.Length is >= MinBytes and <= MaxBytes && Convert.ToBase64String(key) == base64 ? key : null;
    }

    // Asked first because the framework's decoder takes white space, and because an own secret is no error worth an exception.
    private static bool IsBase64(string text)
    {
        var digits = text.TrimEnd('=');
        return text.Length % 4 == 0
            && text.Length - digits.Length <= 2
            && digits.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/');
    }
}
