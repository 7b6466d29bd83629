using SmartWms.Webhooks.Retries;

namespace SmartWms.Webhooks.Sending;

/// <summary>Judges an answer: accepted, or failed and how. Pure. Replace it with <c>UseOutcomeClassifier</c>, e.g. for a receiver that reports errors with 200.</summary>
public interface IOutcomeClassifier
{
    /// <summary>Judges.</summary>
    /// <param name="answer">What came back.</param>
    /// <returns>The outcome. An exception is logged and taken as <see cref="Deliveries.FailureClass.Unclassified"/>.</returns>
    AttemptOutcome Classify(AttemptAnswer answer);
}
