namespace SmartWms.Webhooks.Protocol;

/// <summary>Placeholder until the package is merged.</summary>
public static class EventTypeName
{
    /// <summary>Placeholder.</summary>
    /// <param name="name">A name.</param>
    /// <returns>Whether it is one.</returns>
    public static bool IsValid(string? name) => !string.IsNullOrEmpty(name);
}
