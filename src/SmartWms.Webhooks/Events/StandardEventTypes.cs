using System.Reflection;

namespace SmartWms.Webhooks.Events;

/// <summary>The event types of both documents and <c>webhook.test</c>, as the files in <c>Events/Catalogue</c> describe them, one file a type.</summary>
/// <remarks>
/// Members of <c>data</c> are called as in the document that lists the type: <c>trackingNumber</c> in the English one, <c>tracking</c> and
/// <c>customer</c> in the Thai one. No type is translated into another.
/// </remarks>
internal static class StandardEventTypes
{
    private const string ResourcePrefix = "SmartWms.Webhooks.Events.Catalogue.";

    /// <summary>Every type, by name. Read once, when first asked for.</summary>
    internal static IReadOnlyList<WebhookEventType> All { get; } = ReadAll(typeof(StandardEventTypes).Assembly);

    private static WebhookEventType[] ReadAll(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name)),
    ];

    private static WebhookEventType Read(Assembly assembly, string name)
    {
        using var file = assembly.GetManifestResourceStream(name)!;    // the assembly itself just listed it
        return CatalogueFile.Read(file);
    }
}
