using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>Seconds of JSON as time; the limits are the engine's.</summary>
internal static class Duration
{
    private const double Longest = 400 * 24 * 60 * 60d;

    public static TimeSpan Of(double seconds) =>
        seconds is >= 0 and <= Longest ? TimeSpan.FromSeconds(seconds) : throw ApiRequest.Invalid($"{seconds:R} seconds is no time to wait.");

    public static TimeSpan? OfOptional(double? seconds) => seconds is { } value ? Of(value) : null;

    public static RateLimit? RateOf(RateView? rate) => rate is null ? null : new RateLimit(rate.Count, Of(rate.PerSeconds));
}
