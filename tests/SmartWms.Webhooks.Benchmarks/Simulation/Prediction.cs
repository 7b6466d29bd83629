namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>A figure that was predicted and one that was measured.</summary>
internal sealed record Prediction(string Number, string Case, double Predicted, double Measured)
{
    public const double MostDeviation = 0.25;

    public double Deviation => (Predicted / Measured) - 1;

    public bool Holds => Math.Abs(Deviation) <= MostDeviation;
}
