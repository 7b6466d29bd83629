namespace SmartWms.Webhooks.Events;

/// <summary>One entry of the event catalogue: a type that may be published and subscribed to.</summary>
public sealed record WebhookEventType
{
    /// <summary>Dotted name, 1 to 128 characters of <c>a-z 0-9 _</c> in parts split by dots, e.g. <c>order.shipped</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The heading it stands under in a catalogue, e.g. <c>inventory</c>. Empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>What has happened when this is published, one English sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The same sentence in Thai. Empty when there is none.</summary>
    public string DescriptionThai { get; init; } = "";

    /// <summary>Whether a subscription gets it only by its exact name, never through <c>*</c> or a prefix.</summary>
    /// <value><see langword="false"/>. True for <c>user.created</c> and <c>audit.alert</c>.</value>
    public bool IsSensitive { get; init; }

    /// <summary>The shape of <c>data</c> for each contract's name, and an example of it. Send test and the preview use the example.</summary>
    /// <value>Empty: the test sends <c>{}</c>.</value>
    public IReadOnlyDictionary<string, WebhookEventShape> Shapes { get; init; } = new Dictionary<string, WebhookEventShape>();
}
