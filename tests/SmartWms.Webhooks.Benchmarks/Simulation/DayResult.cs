using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Benchmarks.Scale;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What came of a day.</summary>
internal sealed class DayResult
{
    public static readonly string[] Contracts = ["smartwms", "wms", "standardwebhooks"];

    public List<DaySample> Samples { get; } = [];

    /// <summary>Milliseconds from publish to delivered, by group.</summary>
    public Dictionary<string, List<double>> Latencies { get; } = [];

    public long Published { get; set; }

    public long Delivered { get; set; }

    /// <summary>In the store at the end: failed, and not ended.</summary>
    public (long Failed, long Pending) Left { get; set; }

    public long Attempts { get; set; }

    public long DeadRequests { get; set; }

    public long Looks { get; set; }

    public long Transactions { get; set; }

    /// <summary>Of the processors' time.</summary>
    public double ProcessorShare { get; set; }

    /// <summary>Failed deliveries and disabled webhooks of dead endpoints when they lived again, by contract.</summary>
    public (long Failed, int Disabled)[] WhenAlive { get; } = new (long, int)[Contracts.Length];

    /// <summary>By contract: from the dead endpoints' return until nothing older than the sample before waits.</summary>
    public TimeSpan?[] RecoveredAfter { get; } = new TimeSpan?[Contracts.Length];

    public bool IsConserved => Published == Delivered + Left.Failed + Left.Pending;

    /// <summary>The same for two runs of one seed.</summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Published} {Delivered} {Left} {Attempts} {DeadRequests} {Looks} {Transactions} {ProcessorShare:R}");
            foreach (var sample in Samples)
            {
                text.Append(CultureInfo.InvariantCulture, $"|{sample.At.Ticks} {sample.HealthyBacklog} {string.Join(',', sample.DeadBacklog)} {sample.HealthyP50:R} {sample.HealthyP99:R} {sample.DeadRequests} {sample.InFlight}");
            }

            foreach (var (group, values) in Latencies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"|{group} {values.Count} {values.Sum():R}");
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
        }
    }

    public void Count(string group, double milliseconds)
    {
        if (!Latencies.TryGetValue(group, out var values))
        {
            Latencies.Add(group, values = []);
        }

        values.Add(milliseconds);
    }

    public static double Percentile(IReadOnlyCollection<double> values, double share) => values.Count == 0 ? 0 : Figure.Of(values, share);
}
