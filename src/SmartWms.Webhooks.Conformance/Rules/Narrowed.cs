namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>The ways in which a store finds a page's rows.</summary>
internal enum Narrowed
{
    ByNothing,
    ToFailures,
    ToUnfinished,
    ToOneWebhook,
    ToOneWebhooksFailures,
    ToOneTenant,
    ToOneType,
    ToATime,
    ToASubject,
    ToEventIds,
}
