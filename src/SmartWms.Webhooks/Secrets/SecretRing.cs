using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Secrets;

/// <summary>The secrets of one subscription: the current one and, while a rotation overlaps, the one that retires.</summary>
/// <param name="Current">The newest.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Retiring">The one before it, still known to the receiver; <see langword="null"/> when none.</param>
/// <param name="OverlapEndsAt">When the retiring one is dropped.</param>
internal sealed record SecretRing(WebhookSecret Current, DateTimeOffset CreatedAt, WebhookSecret? Retiring = null, DateTimeOffset? OverlapEndsAt = null)
{
    /// <summary>
    /// A contract whose header holds one value goes on signing with the old secret until the overlap ends or a person presses Activate,
    /// so that no receiver fails before it knows the new one.
    /// </summary>
    public WebhookSecret ForOneValue(DateTimeOffset now) => IsOverlapping(now) ? Retiring! : Current;

    /// <summary>Standard Webhooks carries both signatures, the current one first.</summary>
    public WebhookSecret? AlsoSigns(DateTimeOffset now) => IsOverlapping(now) ? Retiring : null;

    public bool IsOverlapping(DateTimeOffset now) => Retiring is not null && now < OverlapEndsAt;

    public SecretRing Rotate(WebhookSecret next, DateTimeOffset now, TimeSpan overlap) =>
        overlap > TimeSpan.Zero ? new SecretRing(next, now, Current, now + overlap) : new SecretRing(next, now);

    public SecretRing Activate() => new(Current, CreatedAt);

    public override string ToString() => "SecretRing ***";
}
