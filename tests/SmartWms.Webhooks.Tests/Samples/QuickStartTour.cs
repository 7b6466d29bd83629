namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>QuickStart without options, run once for all tests that read what it printed.</summary>
public sealed class QuickStartTour
{
    private readonly Lazy<Task<Finished>> _run = new(static async () =>
    {
        await using var process = Running.Sample("QuickStart");
        return await process.FinishAsync();
    });

    internal Task<Finished> RunAsync() => _run.Value;
}
