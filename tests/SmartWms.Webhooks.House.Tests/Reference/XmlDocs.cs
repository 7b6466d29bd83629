using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>What the documentation of a package says of a member, as one line of Markdown.</summary>
internal sealed partial class XmlDocs(string package)
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, package + ".xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public string Summary(PropertyInfo property) => Text($"P:{Name(property.DeclaringType!)}.{property.Name}", "summary");

    public string Summary(FieldInfo field) => Text($"F:{Name(field.DeclaringType!)}.{field.Name}", "summary");

    /// <summary>What the documentation says of the default.</summary>
    public string Value(PropertyInfo property) => Text($"P:{Name(property.DeclaringType!)}.{property.Name}", "value");

    private string Text(string member, string element) =>
        _members.GetValueOrDefault(member)?.Element(element) is { } found ? Whitespace().Replace(string.Concat(found.Nodes().Select(Markdown)), " ").Trim() : "";

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value.Replace("|", "\\|", StringComparison.Ordinal),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement see when see.Attribute("langword") is { } word => $"`{word.Value}`",
        XElement see when see.Attribute("cref") is { } reference => $"`{Shown(reference.Value)}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    /// <summary>The last name, for members with that of their type: <c>PumpOptions.Lease</c>.</summary>
    private static string Shown(string reference)
    {
        var names = reference[2..].Split('(')[0].Split('.');
        return reference[0] == 'T' ? names[^1] : string.Join('.', names[^2..]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
