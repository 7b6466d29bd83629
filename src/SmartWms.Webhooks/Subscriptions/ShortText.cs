namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Text cut to what is kept of it.</summary>
internal static class ShortText
{
    /// <summary>At most this many characters; one that is written with two (a surrogate pair) is kept whole or not at all, as a half of it is no text that a database takes.</summary>
    public static string Of(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
