using System.Diagnostics.CodeAnalysis;

namespace SmartWms.Webhooks.Protocol;

/// <summary>The rule for the name of an event type, e.g. <c>order.shipped</c>.</summary>
public static class EventTypeName
{
    /// <summary>The most characters a name may have.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether <paramref name="name"/> is 1 to 128 characters: parts of <c>a-z 0-9 _</c>, none empty, with a dot between two.</summary>
    /// <param name="name">Any text.</param>
    public static bool IsValid([NotNullWhen(true)] string? name)
    {
        if (name is not { Length: > 0 and <= MaxLength })
        {
            return false;
        }

        var previous = '.';
        foreach (var c in name)
        {
            if (c == '.' ? previous == '.' : !IsAllowed(c))
            {
                return false;
            }

            previous = c;
        }

        return previous != '.';
    }

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_';
}
