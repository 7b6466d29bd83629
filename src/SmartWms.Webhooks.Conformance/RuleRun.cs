namespace SmartWms.Webhooks.Conformance;

/// <summary>One rule on one store.</summary>
internal static class RuleRun
{
    public static async Task<RuleOutcome> RunAsync(ConformanceRule rule, Func<CancellationToken, Task<StoreUnderTest>> open, CancellationToken cancellationToken)
    {
        foreach (var one in rule.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!await RunAsync(rule, one, open, cancellationToken).ConfigureAwait(false))
                {
                    return RuleOutcome.NotPromised;
                }
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ConformanceException(Message(rule, one, error), error);
            }
        }

        return RuleOutcome.Passed;
    }

    private static async Task<bool> RunAsync(ConformanceRule rule, RuleCase one, Func<CancellationToken, Task<StoreUnderTest>> open, CancellationToken cancellationToken)
    {
        var stores = await open(cancellationToken).ConfigureAwait(false);
        await using (stores.ConfigureAwait(false))
        {
            var isPromised = stores.Promises(rule.Needs);
            if (isPromised)
            {
                await one.Run(stores, cancellationToken).ConfigureAwait(false);
            }

            return isPromised;
        }
    }

    private static string Message(ConformanceRule rule, RuleCase one, Exception error)
    {
        var given = one.Given is null ? "" : $" (given {one.Given})";
        return $"{rule}{given}: {Reason(error)}";
    }

    internal static string Reason(Exception error) => error is ConformanceException ? error.Message : $"{error.GetType().FullName} was thrown: {error.Message}";
}
