namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What was seen at one moment of the day, and since the sample before.</summary>
/// <param name="At">The moment.</param>
/// <param name="HealthyBacklog">Deliveries of healthy endpoints that have not ended.</param>
/// <param name="DeadBacklog">Of dead endpoints, by contract.</param>
/// <param name="HealthyP50">Milliseconds from publish to delivered, healthy endpoints.</param>
/// <param name="HealthyP99">The same.</param>
/// <param name="DeadRequests">Requests to dead endpoints.</param>
/// <param name="InFlight">At the moment.</param>
internal sealed record DaySample(TimeSpan At, long HealthyBacklog, IReadOnlyList<long> DeadBacklog, double HealthyP50, double HealthyP99, long DeadRequests, int InFlight);
