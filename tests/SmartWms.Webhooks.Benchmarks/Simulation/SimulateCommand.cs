using System.Diagnostics;
namespace SmartWms.Webhooks.Benchmarks.Simulation;
internal static class SimulateCommand
{
    public const string Usage = Measurements.Usage;
    public static int Run(string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        var (predictions, _) = Predictions.Make(Measurements.Parse(words), Console.WriteLine);
        Console.WriteLine(Predictions.Table(predictions));
        Console.WriteLine(Stopwatch.GetElapsedTime(start));
        return 0;
    }
}
