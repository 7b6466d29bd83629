using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace SmartWms.Webhooks.Dashboard.Texts;

/// <summary>Every word of the dashboard in one language. A key that is missing shows itself; a test holds that none is.</summary>
internal sealed class Texts
{
    public const string English = "en";
    public const string Thai = "th";

    private static readonly FrozenDictionary<string, Texts> All = new[] { English, Thai }.ToFrozenDictionary(language => language, language => new Texts(language), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _words;

    private Texts(string language)
    {
        Language = language;
        using var file = typeof(Texts).Assembly.GetManifestResourceStream($"{language}.json")!;
        using var json = JsonDocument.Parse(file);
        _words = json.RootElement.EnumerateObject().ToFrozenDictionary(word => word.Name, word => word.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>For the <c>lang</c> attribute.</summary>
    public string Language { get; }

    public bool IsThai => Language == Thai;

    public IEnumerable<string> Keys => _words.Keys;

    public string this[string key] => _words.GetValueOrDefault(key, $"[{key}]");

    public string this[string key, params object?[] values] => string.Format(CultureInfo.InvariantCulture, this[key], values);

    public bool Has(string key) => _words.ContainsKey(key);

    public static Texts Of(string language) => All[language];

    public static string? Known(string? language) => language is not null && All.TryGetValue(language, out var texts) ? texts.Language : null;
}
