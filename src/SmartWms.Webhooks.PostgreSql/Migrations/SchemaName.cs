namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>A schema's name, which stands inside every statement: only what can be no more than a name is taken.</summary>
internal static class SchemaName
{
    public const string Placeholder = "{schema}";

    /// <summary>PostgreSQL cuts longer names off without a word.</summary>
    private const int MaxLength = 63;

    /// <exception cref="ArgumentException">It is no plain name.</exception>
    public static string Quote(string name)
    {
        var isName = name.Length is > 0 and <= MaxLength
            && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
            && !name.StartsWith("pg_", StringComparison.Ordinal);
        return isName
            ? $"\"{name}\""
            : throw new ArgumentException($"Schema: give 1 to {MaxLength} characters of a-z 0-9 _, beginning with a letter or _ and not with pg_.", nameof(name));
    }
}
