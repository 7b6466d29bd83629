namespace SmartWms.Webhooks.FaultGate;

/// <summary>The gate's only wait: faults last for real time, in processes that no clock of a test reaches.</summary>
internal static class RealTime
{
    public static Task WaitAsync(TimeSpan time) => Task.Delay(time);

    public static Task WaitAsync(int milliseconds) => WaitAsync(TimeSpan.FromMilliseconds(milliseconds));
}
