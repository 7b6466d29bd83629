using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks.EntityFrameworkCore.Collecting;

namespace SmartWms.Webhooks.EntityFrameworkCore.Saving;

/// <summary>The end of a save that ran no command: its events are all there is to write. Errors look as those of a save with entities do.</summary>
internal static class OnlyEvents
{
    private const string Failed = "An error occurred while saving the collected webhook events. See the inner exception for details.";

    public static void Save(ContextWebhooks webhooks, SaveInterceptor interceptor, int entities)
    {
        var database = webhooks.Context.Database;
        RefuseUnseen(entities);
        try
        {
            if (database.CurrentTransaction is not null)
            {
                interceptor.Write(webhooks);
                return;
            }

            database.CreateExecutionStrategy().Execute(() =>
            {
                using var transaction = database.BeginTransaction();
                interceptor.Write(webhooks);
                transaction.Commit();
            });
        }
        catch (Exception exception) when (exception is not (DbUpdateException or OperationCanceledException))
        {
            throw new DbUpdateException(Failed, exception);
        }
    }

    public static async Task SaveAsync(ContextWebhooks webhooks, SaveInterceptor interceptor, int entities, CancellationToken cancellationToken)
    {
        var database = webhooks.Context.Database;
        RefuseUnseen(entities);
        try
        {
            if (database.CurrentTransaction is not null)
            {
                await interceptor.WriteAsync(webhooks, cancellationToken).ConfigureAwait(false);
                return;
            }

            await database.CreateExecutionStrategy().ExecuteAsync(
                async cancelled =>
                {
                    var transaction = await database.BeginTransactionAsync(cancelled).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        await interceptor.WriteAsync(webhooks, cancelled).ConfigureAwait(false);
                        await transaction.CommitAsync(cancelled).ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (DbUpdateException or OperationCanceledException))
        {
            throw new DbUpdateException(Failed, exception);
        }
    }

    /// <summary>Entities were saved past the interceptor: writing their events now would be another transaction than theirs.</summary>
    private static void RefuseUnseen(int entities)
    {
        if (entities > 0)
        {
            throw new InvalidOperationException(
                $"SaveChanges stored {entities} entities without a command that was seen, so the collected webhook events could not be part of its transaction. They stay collected. Another interceptor or the provider saves in a way of its own.");
        }
    }
}
