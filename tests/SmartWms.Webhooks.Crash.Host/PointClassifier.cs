using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>The engine's own classifier, with a moment to be killed at: the answer is read and not yet judged.</summary>
internal sealed class PointClassifier(KillPoint point) : IOutcomeClassifier
{
    private readonly OutcomeClassifier _own = new();

    public AttemptOutcome Classify(AttemptAnswer answer)
    {
        point.Reached(KillPoints.AnswerRead);
        return _own.Classify(answer);
    }
}
