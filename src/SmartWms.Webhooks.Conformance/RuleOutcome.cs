namespace SmartWms.Webhooks.Conformance;

/// <summary>What became of one rule.</summary>
public enum RuleOutcome
{
    /// <summary>The store does it.</summary>
    Passed = 0,

    /// <summary>The store does not do it.</summary>
    Failed = 1,

    /// <summary>The store does not promise it, so it was not asked.</summary>
    NotPromised = 2,
}
