using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>Writes batches of publishes. What is wrong with one is answered to that one only.</summary>
internal sealed class PublishWriter(PgDatabase database, Action rowsAreDue)
{
    public async Task WriteAsync(IReadOnlyList<WaitingPublish> batch)
    {
        if (batch.Count == 1)
        {
            await WriteOneAsync(batch[0]).ConfigureAwait(false);
            return;
        }

        if (!await TryTogetherAsync(batch).ConfigureAwait(false))
        {
            foreach (var publish in batch)
            {
                await AnswerAloneAsync(publish).ConfigureAwait(false);
            }
        }
    }

    private async Task AnswerAloneAsync(WaitingPublish publish)
    {
        try
        {
            await WriteOneAsync(publish).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            publish.Fail(exception);    // its own, and nobody else's
        }
    }

    /// <returns>Whether it was written; else nothing was.</returns>
    private async Task<bool> TryTogetherAsync(IReadOnlyList<WaitingPublish> batch)
    {
        EventFate[]? fates;
        try
        {
            fates = await RunAsync(batch).ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            return false;       // one of them is refused: alone, each gets its own answer
        }

        if (fates is null)
        {
            return false;
        }

        var at = 0;
        foreach (var publish in batch)
        {
            var own = fates.AsMemory(at, publish.Events.Count);
            at += publish.Events.Count;
            if (own.Span[0].Kind == EventFateKind.Gone)
            {
                await AnswerAloneAsync(publish).ConfigureAwait(false);
            }
            else
            {
                Finish(publish, own.Span);
            }
        }

        return true;
    }

    private async Task WriteOneAsync(WaitingPublish publish)
    {
        EventFate[]? fates;
        do
        {
            fates = await RunAsync([publish]).ConfigureAwait(false);
        }
        while (fates is null || fates.Any(fate => fate.Kind == EventFateKind.Gone));
        Finish(publish, fates);
    }

    /// <returns>What became of each event; <see langword="null"/> when all of it was taken back, as one of several publishes would have been stored in part.</returns>
    private async Task<EventFate[]?> RunAsync(IReadOnlyList<WaitingPublish> batch)
    {
        if (batch.All(publish => publish.Events.Count == 1))
        {
            // Each row is a publish: the statement is its own transaction, and what cannot be stored has nothing to take back.
            return await database.RunAsync((session, token) => AddEvents.RunAsync(session, batch, token), CancellationToken.None).ConfigureAwait(false);
        }

        try
        {
            return await database.TransactAsync(
                async (session, token) =>
                {
                    var fates = await AddEvents.RunAsync(session, batch, token).ConfigureAwait(false);
                    return fates.Any(fate => fate.Kind is EventFateKind.Conflict or EventFateKind.Gone) ? throw new TakenBackException(fates) : fates;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (TakenBackException takenBack)
        {
            return batch.Count == 1 ? takenBack.Fates : null;
        }
    }

    private void Finish(WaitingPublish publish, ReadOnlySpan<EventFate> fates)
    {
        var result = AddOutcomes.Of(publish.Events, fates);
        publish.Finish(result);
        if (result.Outcome == AddOutcome.Added && publish.Events.Any(item => item.Deliveries.Any(delivery => delivery.LeaseToken == 0)))
        {
            rowsAreDue();
        }
    }
}
