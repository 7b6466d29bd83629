using SmartWms.Webhooks.Retries;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The real schedule; only its jitter comes from the simulation's seed.</summary>
internal sealed class SeededScheduler(Random random) : IRetryScheduler
{
    private readonly ContractRetryScheduler _schedule = new();

    public RetryDecision Decide(RetryContext context) => _schedule.Decide(context with { Random = random.NextDouble() });
}
