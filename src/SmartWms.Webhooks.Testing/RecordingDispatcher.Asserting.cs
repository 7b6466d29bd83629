namespace SmartWms.Webhooks.Testing;

public sealed partial class RecordingDispatcher
{
    /// <summary>Exactly one event of this type was published (and fits).</summary>
    /// <param name="type">The event type.</param>
    /// <param name="matching">What else must be so; <see langword="null"/>: nothing. Events of the type that do not fit do not count.</param>
    /// <returns>The event.</returns>
    /// <exception cref="WebhookAssertionException">None, or several; the message lists what was published.</exception>
    public RecordedEvent AssertPublished(string type, Func<RecordedEvent, bool>? matching = null)
    {
        var published = Published;
        var found = published.Where(one => one.Type == type && matching?.Invoke(one) != false).ToList();
        return found.Count == 1
            ? found[0]
            : throw Wrong($"one {type}{(matching is null ? "" : " that matches")}", $"{found.Count}", published);
    }

    /// <summary>Exactly this many events of this type were published.</summary>
    /// <param name="type">The event type.</param>
    /// <param name="count">0 or more.</param>
    /// <returns>The events, in order.</returns>
    /// <exception cref="WebhookAssertionException">More or fewer; the message lists what was published.</exception>
    public IReadOnlyList<RecordedEvent> AssertPublished(string type, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var published = Published;
        var found = published.Where(one => one.Type == type).ToList();
        return found.Count == count ? found : throw Wrong($"{count} of {type}", $"{found.Count}", published);
    }

    /// <summary>No event was published at all.</summary>
    /// <exception cref="WebhookAssertionException">Some were; the message lists them.</exception>
    public void AssertNothingPublished()
    {
        var published = Published;
        if (published.Count > 0)
        {
            throw Wrong("no event", $"{published.Count}", published);
        }
    }

    private static WebhookAssertionException Wrong(string expected, string found, IReadOnlyList<RecordedEvent> published) => new(
        $"Expected {expected} to be published, and there {(found == "1" ? "was 1" : $"were {found}")}. "
        + (published.Count == 0 ? "Nothing was published." : $"Published:{string.Concat(published.Select(one => $"{Environment.NewLine}  {one}"))}"));
}
