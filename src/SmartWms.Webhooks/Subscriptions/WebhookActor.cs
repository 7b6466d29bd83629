namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Who is at work, for the audit trail. The management API and the dashboard say it by themselves: the user's name.</summary>
public static class WebhookActor
{
    private const int MaxLength = 200;

    private static readonly AsyncLocal<string?> Name = new();

    /// <summary>Who is at work in this flow of code; <see langword="null"/>: the host's own code.</summary>
    public static string? Current => Name.Value;

    /// <summary>Says who is at work, in this flow of code and in what it calls, until what is returned is disposed.</summary>
    /// <param name="name">E.g. <c>import job</c> or a user's name; longer than 200 characters it is cut. <see langword="null"/>: the host's own code.</param>
    /// <returns>Disposing it brings back who was at work before.</returns>
    public static IDisposable Begin(string? name)
    {
        var before = new Ending(Name.Value);
        Name.Value = name is null ? null : ShortText.Of(name, MaxLength);
        return before;
    }

    private sealed class Ending(string? before) : IDisposable
    {
        public void Dispose() => Name.Value = before;
    }
}
