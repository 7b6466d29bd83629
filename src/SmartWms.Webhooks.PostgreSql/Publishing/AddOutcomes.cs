using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>The answer to one publish, from what became of its events.</summary>
internal static class AddOutcomes
{
    public static AddResult Of(IReadOnlyList<NewEvent> events, ReadOnlySpan<EventFate> fates)
    {
        var added = new AddedEvent[fates.Length];
        for (var i = 0; i < fates.Length; i++)
        {
            switch (fates[i].Kind)
            {
                case EventFateKind.Stale:
                    return AddResult.Stale;
                case EventFateKind.Conflict:
                    return new AddResult(AddOutcome.Conflict, [], events[i].Id);
                default:
                    added[i] = new AddedEvent(fates[i].Kind == EventFateKind.Duplicate, fates[i].Deliveries);
                    break;
            }
        }

        return new AddResult(AddOutcome.Added, added);
    }
}
