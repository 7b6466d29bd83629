using System.Diagnostics.CodeAnalysis;

namespace SmartWms.Webhooks.Protocol;

/// <summary>The rule for an event's id, which is also the value of <c>webhook-id</c>.</summary>
public static class EventId
{
    /// <summary>The most characters an id may have.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether <paramref name="id"/> is 1 to 128 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
    /// <param name="id">Any text.</param>
    /// <remarks>No dot: <c>id.timestamp.body</c> could then be cut in two ways, and one signature would fit two requests.</remarks>
    public static bool IsValid([NotNullWhen(true)] string? id)
    {
        if (id is not { Length: > 0 and <= MaxLength })
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!IsAllowed(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-';
}
