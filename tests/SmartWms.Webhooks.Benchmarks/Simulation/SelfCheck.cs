namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What must be true of a simulation before anything it says is believed.</summary>
internal static class SelfCheck
{
    /// <returns>A sentence for each thing that is not so.</returns>
    public static IReadOnlyList<string> Complaints()
    {
        var costs = new Costs { Send = 80, Publish = 10, Row = 10, Sync = 100 };
        var (one, again, other) = (Run(DayPlan.Small, costs), Run(DayPlan.Small, costs), Run(DayPlan.Small with { Seed = 2 }, costs));
        var withoutDead = Run(DayPlan.Small with { DeadShare = 0 }, costs);
        (bool IsSo, string Sentence)[] expected =
        [
            (one.Digest == again.Digest, "Two runs with one seed are the same."),
            (one.Digest != other.Digest, "Another seed is another run."),
            (one.IsConserved && other.IsConserved && withoutDead.IsConserved, "What was published is delivered, failed or waiting."),
            (one.Published > 10_000 && one.Delivered > one.Published * 9 / 10, "Nearly all of it is delivered."),
            (withoutDead.Attempts >= withoutDead.Published && withoutDead.Attempts < withoutDead.Published * 1.01, "Healthy endpoints get each delivery once, but for the few that fail."),
            (one.DeadRequests > 0 && one.DeadRequests < one.Published / 20, "Dead endpoints are spared."),
            (one.WhenAlive[0].Disabled > 0, "What smartwms promises: after the last attempt the webhook is disabled."),
            (one.WhenAlive[1] is { Disabled: 0, Failed: > 0 }, "What wms promises: the delivery has failed and the webhook is active."),
            (one.RecoveredAfter.All(after => after is not null), "Everything recovers."),
            (SimulatedRun.Drain(costs, 3_000) < SimulatedRun.Drain(costs with { Row = 1 }, 3_000), "A dearer row makes a drain slower."),
        ];
        return [.. expected.Where(each => !each.IsSo).Select(each => $"Not so: {each.Sentence}")];
    }

    private static DayResult Run(DayPlan plan, Costs costs)
    {
        using var day = new DayRun(plan, costs);
        return day.Run();
    }
}
