using System.Collections.Concurrent;
using SmartWms.Webhooks.PostgreSql.Migrations;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>The package's statements with the schema's name in its place. Every name is written out: a search path would be state of a session.</summary>
/// <remarks>Texts never hold a value, so there are not many.</remarks>
internal sealed class SchemaSql(string schema)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Quoted { get; } = SchemaName.Quote(schema);

    public string Of(string text) => _texts.GetOrAdd(text, static (key, quoted) => key.Replace(SchemaName.Placeholder, quoted, StringComparison.Ordinal), Quoted);
}
