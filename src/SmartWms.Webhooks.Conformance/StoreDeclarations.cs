namespace SmartWms.Webhooks.Conformance;

/// <summary>Where a store says that it promises less than all. Rules that depend on it are reported as not promised.</summary>
[Flags]
public enum StoreDeclarations
{
    /// <summary>It promises everything; host transactions exactly if its delivery store is an <see cref="Deliveries.ITransactionalDeliveryStore"/>.</summary>
    None = 0,

    /// <summary>Subscriptions are kept elsewhere than deliveries: a failed delivery and its disabled subscription are not one transaction.</summary>
    SeparateSubscriptions = 1,
}
