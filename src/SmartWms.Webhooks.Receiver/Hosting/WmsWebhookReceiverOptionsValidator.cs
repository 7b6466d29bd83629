using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Handling;

namespace SmartWms.Webhooks.Receiver.Hosting;

/// <summary>Stops the start over settings that could not receive anything, and names the fix; a secret's value never.</summary>
internal sealed class WmsWebhookReceiverOptionsValidator(WebhookHandlers handlers) : IValidateOptions<WmsWebhookReceiverOptions>
{
    private const int MaxSecrets = 16;

    public ValidateOptionsResult Validate(string? name, WmsWebhookReceiverOptions options)
    {
        var errors = new List<string>();
        if (options.Scheme is < SignatureScheme.SmartWms or > SignatureScheme.StandardWebhooks)
        {
            errors.Add("Scheme is not set: say how the sender signs, e.g. o.Scheme = SignatureScheme.SmartWms.");
        }
        else
        {
            Secrets(options, errors);
        }

        Range(options.Tolerance, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(options.Tolerance), errors);
        Range(options.MaxBodyBytes, 1024, WebhookVerifier.MaxBodyLength, nameof(options.MaxBodyBytes), errors);
        Range(options.QueueLength, 1, 100_000, nameof(options.QueueLength), errors);
        Range(options.Concurrency, 1, 256, nameof(options.Concurrency), errors);
        Range(options.HandlerRetries?.Count ?? 0, 0, 20, "The number of HandlerRetries", errors);
        Range(options.HandlerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(options.HandlerTimeout), errors);
        Range(options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.RetryAfter), errors);
        foreach (var wait in options.HandlerRetries ?? [])
        {
            Range(wait, TimeSpan.Zero, TimeSpan.FromHours(1), "Each of HandlerRetries", errors);
        }

        if (handlers.Fallback is null)
        {
            errors.Add("OnAny is missing: say what happens to an event of a type that has no handler, e.g. .OnAny((webhook, cancellationToken) => Task.CompletedTask). Senders add types; refusing one means retries for days.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Select(error => "AddWmsWebhookReceiver: " + error));
    }

    private static void Secrets(WmsWebhookReceiverOptions options, List<string> errors)
    {
        if (options.Secrets.Count == 0 && options.ReadSecrets is null)
        {
            errors.Add("Secrets is empty: add the webhook's secret, or set ReadSecrets.");
        }

        Range(options.Secrets.Count, 0, MaxSecrets, "The number of Secrets", errors);
        for (var index = 0; index < options.Secrets.Count; index++)
        {
            if (!WebhookVerifier.CanUse(options.Scheme, options.Secrets[index]))
            {
                errors.Add($"Secrets[{index}] cannot be used with {options.Scheme}: 16 to 512 characters; for StandardWebhooks whsec_ and base64 of 24 to 64 bytes.");
            }
        }
    }

    private static void Range<T>(T value, T least, T most, string name, List<string> errors)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"{name} is {value}; it is {least} to {most}.");
        }
    }
}
