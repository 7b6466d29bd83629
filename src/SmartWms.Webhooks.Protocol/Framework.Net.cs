using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SmartWms.Webhooks.Protocol;

/// <summary>What .NET says in one call and netstandard2.0 has to spell out.</summary>
internal static class Framework
{
    /// <summary>Compares text, not what it decodes to, in a time that tells nothing about where it differs.</summary>
    public static bool FixedTimeEquals(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(actual.AsSpan()));

    public static string LowerHex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    public static byte[] RandomBytes(int count) => RandomNumberGenerator.GetBytes(count);

    public static void Copy(ReadOnlySpan<byte> from, byte[] to, int at) => from.CopyTo(to.AsSpan(at));
}
