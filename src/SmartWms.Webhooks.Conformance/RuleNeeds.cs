namespace SmartWms.Webhooks.Conformance;

/// <summary>What a store must promise at all before a rule is asked of it.</summary>
internal enum RuleNeeds
{
    /// <summary>Nothing: every store.</summary>
    Nothing = 0,

    /// <summary>Subscriptions and deliveries are written in one transaction.</summary>
    OneDatabase = 1,

    /// <summary>Events can be part of the host's transaction.</summary>
    HostTransaction = 2,

    /// <summary>There are databases of earlier schemas.</summary>
    EarlierSchemas = 3,
}
