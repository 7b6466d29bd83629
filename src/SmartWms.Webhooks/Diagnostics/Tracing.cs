using System.Diagnostics;

namespace SmartWms.Webhooks.Diagnostics;

/// <summary>A producer span at publishing, and a span of its own for each attempt that links to it: a delivery may be days later.</summary>
internal static class Tracing
{
    private static readonly ActivitySource Source = new(WmsWebhooksDiagnostics.ActivitySourceName, typeof(Tracing).Assembly.GetName().Version?.ToString(3));

    /// <summary>What a publish stores beside the event, for attempts to link to.</summary>
    public static string? Parent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    public static Activity? Publish(string eventType) =>
        Source.HasListeners() ? Source.StartActivity($"publish {eventType}", ActivityKind.Producer) : null;

    public static Activity? Deliver(string eventType, string? traceParent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityLink[] links = ActivityContext.TryParse(traceParent, null, out var publisher) ? [new ActivityLink(publisher)] : [];
        return Source.StartActivity(ActivityKind.Client, parentContext: default, links: links, name: $"deliver {eventType}");
    }

    /// <summary>Says how an attempt ended: a failure shows as one, as collectors know it.</summary>
    /// <param name="activity">Its span.</param>
    /// <param name="statusCode">What was answered, if anything was.</param>
    /// <param name="failure">The failure class; <see langword="null"/> for an accepted one.</param>
    public static void Ended(Activity? activity, int? statusCode, string? failure)
    {
        if (statusCode is { } code)
        {
            activity?.SetTag("http.response.status_code", code);
        }

        if (failure is not null)
        {
            Failed(activity, failure);
        }
    }

    /// <summary>Marks a span as failed.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="type">A fixed code or the exception's type, never its text.</param>
    public static void Failed(Activity? activity, string type) => activity?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, type);
}
