using System.Diagnostics;
using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>Predicts G3 and G8 from G1 and G2, or runs a day with dead endpoints: seeded, on simulated time.</summary>
internal static class SimulateCommand
{
    public const string Usage = $"predict {Measurements.Usage}\n   or: simulate predict --measure ROUNDS\n   or: simulate day [--svg FILE] {DayPlan.Usage}\n   or: simulate check";

    public static async Task<int> RunAsync(string[] words)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return words switch
            {
                ["predict", "--measure", var rounds] => Predict(await ShortRun.MeasureAsync(int.Parse(rounds, CultureInfo.InvariantCulture))),
                ["predict", .. var rest] => Predict(Measurements.Parse(rest)),
                ["day", "--svg", var file, .. var rest] => Day(DayPlan.Parse(rest), file),
                ["day", .. var rest] => Day(DayPlan.Parse(rest), null),
                ["check"] => Check(),
                _ => throw new FormatException("What is to be simulated?"),
            };
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine($"{exception.Message} usage: simulate {Usage}");
            return 2;
        }
        finally
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        }
    }

    private static int Predict(Measurements measured)
    {
        var predictions = Predictions.Make(measured, Console.WriteLine);
        Console.WriteLine();
        Console.Write(Predictions.Table(predictions));
        return predictions.All(each => each.Holds) ? 0 : 1;
    }

    /// <summary>On SQLite with FULL as the calibration on the default figures finds it; a day is far from any limit, so these costs hardly matter to it.</summary>
    private static int Day(DayPlan plan, string? svg)
    {
        using var day = new DayRun(plan, new Costs { Send = 78, Publish = 7, Row = 9.8, Sync = 100 });
        var result = day.Run();
        Console.Write(DayReport.Of(plan, result));
        if (svg is not null)
        {
            File.WriteAllText(svg, DayPicture.Of(plan, result));
        }

        Console.WriteLine($"\nDigest {result.Digest}: the same for one seed.");
        return result.IsConserved ? 0 : 1;
    }

    private static int Check()
    {
        var complaints = SelfCheck.Complaints();
        Console.WriteLine(complaints.Count == 0 ? "The simulation is what it says." : string.Join('\n', complaints));
        return complaints.Count == 0 ? 0 : 1;
    }
}
