namespace SmartWms.Webhooks.Retries;

/// <summary>Decides what becomes of a delivery after each scheduled attempt. Pure: no clock, no I/O. Replace it with <c>UseRetryScheduler</c>.</summary>
public interface IRetryScheduler
{
    /// <summary>Decides.</summary>
    /// <param name="context">What the decision may depend on.</param>
    /// <returns>The decision. An exception is logged and taken as "try again after the contract's longest delay".</returns>
    RetryDecision Decide(RetryContext context);
}
