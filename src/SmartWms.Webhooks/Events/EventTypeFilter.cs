using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Events;

/// <summary>What a subscription asks for: one exact type, a prefix such as <c>order.*</c>, or <c>*</c>.</summary>
internal readonly record struct EventTypeFilter
{
    /// <summary>What a prefix ends with.</summary>
    public const string PrefixEnd = ".*";

    private EventTypeFilter(string text, bool isPrefix)
    {
        Text = text;
        IsPrefix = isPrefix;
    }

    /// <summary>As a person writes it.</summary>
    public string Text { get; }

    public bool IsPrefix { get; }

    public bool IsEverything => Text == "*";

    public bool IsExact => !IsPrefix && !IsEverything;

    public static bool TryParse(string? text, out EventTypeFilter filter)
    {
        filter = default;
        if (text is null)
        {
            return false;
        }

        var isPrefix = text.EndsWith(PrefixEnd, StringComparison.Ordinal);
        var name = isPrefix ? text[..^PrefixEnd.Length] : text;
        if (text != "*" && !EventTypeName.IsValid(name))
        {
            return false;
        }

        filter = new EventTypeFilter(text, isPrefix);
        return true;
    }

    /// <summary><c>order.*</c> matches every type under <c>order.</c>, not <c>order</c> itself; only an exact name matches a sensitive type.</summary>
    public bool Matches(string type, bool isSensitive)
    {
        if (IsExact)
        {
            return string.Equals(Text, type, StringComparison.Ordinal);
        }

        return !isSensitive && (IsEverything || type.AsSpan().StartsWith(Text.AsSpan(0, Text.Length - 1), StringComparison.Ordinal));
    }
}
