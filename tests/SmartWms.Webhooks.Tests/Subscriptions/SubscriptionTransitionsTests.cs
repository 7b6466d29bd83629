using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

public sealed class SubscriptionTransitionsTests
{
    private static readonly DateTimeOffset Later = Noon + Seconds(60);

    [Fact]
    public void Pause_stops_an_active_webhook_with_a_reason()
    {
        var active = In(SubscriptionState.Active);

        Assert.Equal(active with { State = SubscriptionState.Paused, StateReason = "stocktaking", StateChangedAt = Later }, SubscriptionTransitions.Pause(active, "stocktaking", Later));
        Assert.Equal("Paused by a person.", SubscriptionTransitions.Pause(active, null, Later).StateReason);
    }

    [Theory]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    public void Pause_changes_nothing_that_is_stopped_already(SubscriptionState state)
    {
        var stored = In(state);

        Assert.Same(stored, SubscriptionTransitions.Pause(stored, "again", Later));
    }

    [Fact]
    public void Resume_starts_a_paused_webhook_in_a_new_epoch()
    {
        var paused = In(SubscriptionState.Paused);

        Assert.Equal(
            paused with { State = SubscriptionState.Active, StateReason = null, StateChangedAt = Later, EnableEpoch = 4 },
            SubscriptionTransitions.Resume(paused, Later));
    }

    [Fact]
    public void Resume_leaves_an_active_webhook_as_it_is()
    {
        var active = In(SubscriptionState.Active);

        Assert.Same(active, SubscriptionTransitions.Resume(active, Later));
    }

    [Fact]
    public void Resume_of_a_disabled_webhook_names_the_reason_and_Enable()
    {
        var error = Assert.Throws<WebhookStateException>(() => SubscriptionTransitions.Resume(In(SubscriptionState.Disabled), Later));

        Assert.Equal("whk_1 was disabled (why). Enable it instead.", error.Message);
    }

    [Theory]
    [InlineData(SubscriptionState.Disabled)]
    [InlineData(SubscriptionState.Paused)]
    public void Enable_starts_a_stopped_webhook_in_a_new_epoch(SubscriptionState state)
    {
        var stored = In(state);

        Assert.Equal(
            stored with { State = SubscriptionState.Active, StateReason = null, StateChangedAt = Later, EnableEpoch = 4 },
            SubscriptionTransitions.Enable(stored, Later));
    }

    [Fact]
    public void Enable_leaves_an_active_webhook_as_it_is()
    {
        var active = In(SubscriptionState.Active);

        Assert.Same(active, SubscriptionTransitions.Enable(active, Later));
    }

    [Theory]
    [InlineData(SubscriptionState.Active)]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    public void Delete_ends_it_from_every_state(SubscriptionState state)
    {
        var stored = In(state);

        Assert.Equal(stored with { State = SubscriptionState.Deleted, StateReason = "Deleted.", StateChangedAt = Later, Sealed = [], HeaderNames = [] }, SubscriptionTransitions.Delete(stored, Later));
    }

    private static StoredSubscription In(SubscriptionState state) =>
        Stored() with { State = state, StateReason = state == SubscriptionState.Active ? null : "why", StateChangedAt = Noon, EnableEpoch = 3 };
}
