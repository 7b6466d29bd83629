using System.Diagnostics.CodeAnalysis;

namespace SmartWms.Webhooks.Events;

/// <summary>Makes event ids: <c>evt_</c> and a version 7 UUID, so that they ascend with time and never repeat.</summary>
internal static class EventIds
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place where ids are made.")]
    public static string New(DateTimeOffset now) => $"evt_{Guid.CreateVersion7(now):N}";
}
