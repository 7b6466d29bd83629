using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>R1: the poison guard.</summary>
public sealed class SetAsideTests
{
    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(5, 0, false)]
    [InlineData(6, 0, true)]
    [InlineData(9, 4, false)]
    [InlineData(10, 4, true)]
    public void Five_claims_lost_without_an_attempt_set_a_delivery_aside(int claims, int attempts, bool lost) =>
        Assert.Equal(lost, SetAside.IsWorkerLost(Claimed(claims: claims, attempts: attempts)));

    [Theory]
    [InlineData(AttemptTrigger.Scheduled, false)]
    [InlineData(AttemptTrigger.Resend, false)]
    [InlineData(AttemptTrigger.Recover, false)]
    [InlineData(AttemptTrigger.Test, true)]
    public void A_test_is_never_claimed_so_its_node_died(AttemptTrigger trigger, bool lost) => Assert.Equal(lost, SetAside.IsWorkerLost(Claimed(trigger)));

    [Fact]
    public void A_delivery_that_is_set_aside_fails_without_an_attempt_and_disables_nothing() =>
        Assert.Equal(
            new DeliveryRecord
            {
                Delivery = new DeliveryId(7),
                LeaseToken = 99,
                Subscription = new SubscriptionId(1),
                Trigger = AttemptTrigger.Recover,
                Next = DeliveryState.Failed,
                Failure = FailureClass.WorkerLost,
            },
            SetAside.AsFailed(Claimed(AttemptTrigger.Recover), FailureClass.WorkerLost));

    [Fact]
    public void A_delivery_of_a_deleted_webhook_is_cancelled_and_no_failure() =>
        Assert.Equal(
            new DeliveryRecord
            {
                Delivery = new DeliveryId(7),
                LeaseToken = 99,
                Subscription = new SubscriptionId(1),
                Trigger = AttemptTrigger.Scheduled,
                Next = DeliveryState.Cancelled,
                Failure = FailureClass.None,
            },
            SetAside.AsCancelled(Claimed()));
}
