using System.Diagnostics;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Samples and keeps the activities (spans) of a source, each when it stops.</summary>
public sealed class RecordingActivities : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly Arrivals<Activity> _stopped = new("activities", static activity => $"{activity.Kind} {activity.DisplayName} {activity.Id}");

    /// <param name="sourceName">The source listened to.</param>
    /// <param name="mine">
    /// Which activities to keep. Listening is for the whole process: a test that runs beside others tells its own by a trace id, a link or a tag.
    /// </param>
    public RecordingActivities(string sourceName, Func<Activity, bool>? mine = null)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == sourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (mine?.Invoke(activity) != false)
                {
                    _stopped.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The activities that have stopped so far, in that order; a copy.</summary>
    public IReadOnlyList<Activity> Stopped => _stopped.Snapshot();

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(Func{T, bool})"/>
    public Task<Activity> WaitForAsync(Func<Activity, bool> matches) => _stopped.WaitForAsync(matches);

    public void Dispose() => _listener.Dispose();
}
