using System.Globalization;
using System.Reflection;

namespace SmartWms.Webhooks.PostgreSql.Migrations;

/// <summary>The migrations of this package, from its own resources.</summary>
internal static class EmbeddedMigrations
{
    private const string OldestReader = "-- oldest reader: ";

    public static IReadOnlyList<Migration> All { get; } = Read();

    private static Migration[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Parse(Number(name.AsSpan(0, 4)), ReadText(assembly, name)))];
    }

    private static Migration Parse(int number, string text)
    {
        var firstLine = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal)).TrimEnd();
        return firstLine.StartsWith(OldestReader, StringComparison.Ordinal)
            ? new Migration(number, Number(firstLine[OldestReader.Length..]), text)
            : throw new InvalidOperationException($"Migration {number} does not begin with '{OldestReader}'.");
    }

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
