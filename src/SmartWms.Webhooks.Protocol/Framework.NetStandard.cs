using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SmartWms.Webhooks.Protocol;

/// <summary>What .NET says in one call and netstandard2.0 has to spell out.</summary>
internal static class Framework
{
    /// <summary>Compares text, not what it decodes to, in a time that tells nothing about where it differs.</summary>
    // Not inlined and not optimised, or a compiler may learn to leave the loop early.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool FixedTimeEquals(string expected, string actual)
    {
        if (expected.Length != actual.Length)
        {
            return false;
        }

        var difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference |= expected[i] ^ actual[i];
        }

        return difference == 0;
    }

    public static string LowerHex(byte[] bytes)
    {
        const string Digits = "0123456789abcdef";

        var text = new char[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[bytes[i] >> 4];
            text[(2 * i) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }

    public static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }

    public static void Copy(byte[] from, byte[] to, int at) => from.CopyTo(to, at);

    extension(ArgumentNullException)
    {
        public static void ThrowIfNull(object? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(paramName);
            }
        }
    }
}
