namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What somebody did. Numbers are stored and never reused.</summary>
public enum AuditAction
{
    /// <summary>A webhook was made.</summary>
    Created = 1,

    /// <summary>A webhook was changed; the entry's detail names what of it, without values.</summary>
    Updated = 2,

    /// <summary>A webhook was paused.</summary>
    Paused = 3,

    /// <summary>A paused webhook goes on.</summary>
    Resumed = 4,

    /// <summary>A disabled webhook was enabled.</summary>
    Enabled = 5,

    /// <summary>A webhook was deleted.</summary>
    Deleted = 6,

    /// <summary>A webhook was given a new secret.</summary>
    SecretRotated = 7,

    /// <summary>The new secret became the only one.</summary>
    SecretActivated = 8,

    /// <summary>Secrets and headers were sealed anew, under the protector's present key.</summary>
    Resealed = 9,

    /// <summary>Webhooks came in from another store; the detail says how many.</summary>
    Imported = 10,

    /// <summary>A delivery was sent again by hand; the detail names it.</summary>
    DeliveryResent = 20,

    /// <summary>Failed deliveries of a webhook were made due again; the detail says how many and since when.</summary>
    DeliveriesRecovered = 21,

    /// <summary>A delivery was cancelled; the detail names it.</summary>
    DeliveryCancelled = 22,

    /// <summary>A test was sent; the detail names the event type.</summary>
    TestSent = 23,

    /// <summary>Everything of a tenant was erased.</summary>
    TenantErased = 30,

    /// <summary>A node was told to take no more work; the detail names it. Of no webhook and no tenant.</summary>
    NodeDrained = 40,

    /// <summary>A drained node takes work again; the detail names it. Of no webhook and no tenant.</summary>
    NodeResumed = 41,
}
