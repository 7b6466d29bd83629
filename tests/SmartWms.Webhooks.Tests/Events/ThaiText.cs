namespace SmartWms.Webhooks.Tests.Events;

internal static class ThaiText
{
    internal static bool IsThai(char character) => character is >= '\u0e01' and <= '\u0e5b';
}
