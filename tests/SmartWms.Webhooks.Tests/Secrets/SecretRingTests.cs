using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Secrets;

/// <summary>R25: rotation is no outage.</summary>
public sealed class SecretRingTests
{
    private static readonly WebhookSecret Old = WebhookSecret.Parse("CANARY-the-old-secret");
    private static readonly WebhookSecret New = WebhookSecret.Parse("CANARY-the-new-secret");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly SecretRing Rotated = new SecretRing(Old, Noon - Day).Rotate(New, Noon, Day);

    [Fact]
    public void Without_a_rotation_the_current_secret_signs_alone()
    {
        var ring = new SecretRing(Old, Noon);

        Assert.Same(Old, ring.ForOneValue(Noon));
        Assert.Null(ring.AlsoSigns(Noon));
        Assert.False(ring.IsOverlapping(Noon));
    }

    [Fact]
    public void While_it_overlaps_one_value_is_signed_with_the_old_secret_and_a_list_with_both()
    {
        Assert.Equal((New, Noon, Old, Noon + Day), (Rotated.Current, Rotated.CreatedAt, Rotated.Retiring, Rotated.OverlapEndsAt));
        Assert.True(Rotated.IsOverlapping(Noon));
        Assert.Same(Old, Rotated.ForOneValue(Noon + Day - TimeSpan.FromTicks(1)));
        Assert.Same(Old, Rotated.AlsoSigns(Noon + Day - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void At_its_end_the_new_secret_signs_alone()
    {
        Assert.False(Rotated.IsOverlapping(Noon + Day));
        Assert.Same(New, Rotated.ForOneValue(Noon + Day));
        Assert.Null(Rotated.AlsoSigns(Noon + Day));
    }

    [Fact]
    public void Activate_ends_it_at_once()
    {
        var ring = Rotated.Activate();

        Assert.Equal(new SecretRing(New, Noon), ring);
        Assert.Same(New, ring.ForOneValue(Noon));
    }

    [Fact]
    public void With_no_overlap_the_new_secret_signs_from_now() => Assert.Equal(new SecretRing(New, Noon), new SecretRing(Old, Noon - Day).Rotate(New, Noon, TimeSpan.Zero));

    [Fact]
    public void A_rotation_during_another_drops_the_oldest()
    {
        var third = WebhookSecret.Generate();
        var ring = Rotated.Rotate(third, Noon, Day);

        Assert.Equal((third, New), (ring.Current, ring.Retiring));
    }

    [Fact]
    public void It_never_prints_a_secret() => Assert.DoesNotContain("CANARY", $"{Rotated}", StringComparison.Ordinal);
}
