using System.Globalization;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Every limit of every option, all errors at once, each with its key, value and range.</summary>
internal sealed class WmsWebhooksOptionsValidator : IValidateOptions<WmsWebhooksOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, WmsWebhooksOptions options)
    {
        var errors = new List<string>();
        Within("Publishing:MaxBodyBytes", options.Publishing.MaxBodyBytes, 1024, 1024 * 1024, errors);
        Within("Publishing:MaxBatch", options.Publishing.MaxBatch, 1, 1000, errors);
        Within("Subscriptions:Deadline", options.Subscriptions.Deadline, SubscriptionRules.MinDeadline, SubscriptionRules.MaxDeadline, errors);
        Within("Subscriptions:MaxInFlight", options.Subscriptions.MaxInFlight, 1, 256, errors);
        Within("Subscriptions:RotationOverlap", options.Subscriptions.RotationOverlap, TimeSpan.Zero, TimeSpan.FromDays(7), errors);
        Within("Sending:MaxAnswerBytes", options.Sending.MaxAnswerBytes, 0, 64 * 1024, errors);
        Within("Alerts:Fold", options.Alerts.Fold, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7), errors);
        Within("Alerts:FailingAfter", options.Alerts.FailingAfter, 1, 100, errors);
        Lanes(options.Lanes, errors);
        Pump(options.Pump, errors);
        Retention(options.Retention, errors);
        ContractRules.Check(options.Contract, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Lanes(LaneOptions lanes, List<string> errors)
    {
        Within("Lanes:MaxInFlight", lanes.MaxInFlight, 1, 10_000, errors);
        Within("Lanes:Circuit:MinimumAttempts", lanes.Circuit.MinimumAttempts, 2, 1000, errors);
        Within("Lanes:Circuit:Window", lanes.Circuit.Window, Second, TimeSpan.FromHours(1), errors);
        Within("Lanes:Circuit:OpenFor", lanes.Circuit.OpenFor, Second, TimeSpan.FromHours(1), errors);
        if (lanes.Circuit.FailureRatio is not (> 0 and <= 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Lanes:Circuit:FailureRatio: {lanes.Circuit.FailureRatio} is not above 0 and at most 1."));
        }
    }

    private static void Pump(PumpOptions pump, List<string> errors)
    {
        Within("Pump:Lease", pump.Lease, TimeSpan.FromSeconds(90), TimeSpan.FromHours(1), errors);
        Within("Pump:PollInterval", pump.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), errors);
        Within("Pump:ShutdownGrace", pump.ShutdownGrace, TimeSpan.Zero, TimeSpan.FromMinutes(5), errors);
        if (string.IsNullOrWhiteSpace(pump.NodeName) || pump.NodeName.Length > 100)
        {
            errors.Add($"Pump:NodeName: give 1 to 100 characters, not {pump.NodeName?.Length ?? 0}.");
        }
    }

    private static void Retention(RetentionOptions retention, List<string> errors)
    {
        var longest = TimeSpan.FromDays(3653);
        Within("Retention:Log", retention.Log, TimeSpan.FromDays(1), longest, errors);
        Within("Retention:EventIds", retention.EventIds, TimeSpan.FromDays(1), longest, errors);
        Within("Retention:Hold", retention.Hold, TimeSpan.FromHours(1), TimeSpan.FromDays(90), errors);
        Within("Retention:Statistics", retention.Statistics, TimeSpan.FromDays(1), longest, errors);
        Within("Retention:Audit", retention.Audit, TimeSpan.FromDays(1), longest, errors);
        Within("Retention:SweepInterval", retention.SweepInterval, Second, TimeSpan.FromDays(1), errors);
        Within("Retention:BatchSize", retention.BatchSize, 10, 10_000, errors);
        if (retention.EventIds < retention.Log)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Retention:EventIds ({retention.EventIds}) is shorter than Retention:Log ({retention.Log}); ids are kept at least as long as bodies."));
        }
    }

    private static void Within<T>(string key, T value, T least, T most, List<string> errors)
        where T : struct, IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is not between {least} and {most}."));
        }
    }
}
