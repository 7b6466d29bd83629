using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>One delivery of a new event.</summary>
/// <param name="Subscription">To whom: a webhook of the same tenant as the event, so that a store may find a tenant's deliveries through its webhooks.</param>
/// <param name="Body">Index into <see cref="NewEvent.Bodies"/>.</param>
/// <param name="LeaseToken">Not 0: it is stored already claimed by this node under this token (due = now + lease, one claim counted); 0: due now.</param>
/// <param name="Trigger"><see cref="AttemptTrigger.Scheduled"/>, or <see cref="AttemptTrigger.Test"/>, which is stored apart from the lanes.</param>
public readonly record struct NewDelivery(SubscriptionId Subscription, int Body, long LeaseToken = 0, AttemptTrigger Trigger = AttemptTrigger.Scheduled);
