using System.Diagnostics.CodeAnalysis;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>PostgreSQL's text holds no NUL and no half of a surrogate pair. Both become U+FFFD, so that no text can make a result unrecordable; what a search asks for is treated alike and so still finds it.</summary>
/// <remarks>What tells rows apart (tenants, event ids, names) has no control characters by the engine's own rules.</remarks>
internal static class StorableText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || IsStorable(text) ? text : string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i] == '\0' || IsHalf(source, i) ? '\uFFFD' : source[i];
        }
    });

    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || IsHalf(text, i))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHalf(string text, int at) =>
        char.IsHighSurrogate(text[at]) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
        : char.IsLowSurrogate(text[at]) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
