using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Which deliveries a person wants to see, and which page of them. Newest first.</summary>
public sealed record DeliveryQuery
{
    /// <summary>Whose. Default: everybody's.</summary>
    public TenantScope Tenant { get; init; }

    /// <summary>Only this webhook's; <see langword="null"/>: all.</summary>
    public SubscriptionId? Subscription { get; init; }

    /// <summary>Only in these states; empty: all.</summary>
    public IReadOnlyCollection<DeliveryState> States { get; init; } = [];

    /// <summary>Only of this exact event type; <see langword="null"/>: all.</summary>
    public string? EventType { get; init; }

    /// <summary>Only those added at or after this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those added before this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only of events with exactly this subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Only of events whose id starts with this; <c>[A-Za-z0-9_-]</c>.</summary>
    public string? EventIdPrefix { get; init; }

    /// <summary>Whether what Send Test made is left out, whatever its event type: what is left was published.</summary>
    /// <value><see langword="false"/>: tests are listed.</value>
    public bool WithoutTests { get; init; }

    /// <summary>Only those before this one, the last of the page before; default: the first page.</summary>
    public DeliveryId Before { get; init; }

    /// <summary>At most this many, 1 to 200.</summary>
    /// <value>50.</value>
    public int PageSize { get; init; } = 50;

    /// <summary>Of what the receiver last answered to a delivery that has failed, at most this many bytes come with the row, 0 to 1,024.</summary>
    /// <value>0: none.</value>
    public int AnswerBytes { get; init; }
}
