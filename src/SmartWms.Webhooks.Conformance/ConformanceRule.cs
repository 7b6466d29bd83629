namespace SmartWms.Webhooks.Conformance;

/// <summary>One promise of the store ports, and how it is tried. Its number never changes its meaning; numbers of rules that were taken out are not used again.</summary>
public sealed class ConformanceRule
{
    internal ConformanceRule(string number, string title, RuleFamily family, RuleNeeds needs, IReadOnlyList<RuleCase> cases)
    {
        (Number, Title, Family, Needs, Cases) = (number, title, family, needs, cases);
    }

    /// <summary>Its family's letter and two digits, e.g. <c>L-03</c>.</summary>
    public string Number { get; }

    /// <summary>The promise in one sentence.</summary>
    public string Title { get; }

    /// <summary>What it is about.</summary>
    public RuleFamily Family { get; }

    internal RuleNeeds Needs { get; }

    /// <summary>Each on an empty database of its own.</summary>
    internal IReadOnlyList<RuleCase> Cases { get; }

    /// <summary>Number and sentence.</summary>
    /// <returns>Both, with a space between.</returns>
    public override string ToString() => $"{Number} {Title}";
}
