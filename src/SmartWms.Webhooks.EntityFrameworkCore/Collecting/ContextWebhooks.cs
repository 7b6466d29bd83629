using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using SmartWms.Webhooks.EntityFrameworkCore.Wiring;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Collecting;

/// <summary>What one context has collected, and its ways into the context's transaction. A service of the context's own scope: a pooled context empties it when it goes back.</summary>
internal sealed class ContextWebhooks(ICurrentDbContext current, IDbContextOptions options) : IResettableService
{
    private readonly CollectedEvents _events = new();
    private readonly WebhooksExtension _extension = options.FindExtension<WebhooksExtension>()!;
    private AutoTransactionBehavior? _hostsBehavior;
    private Guid? _transaction;
    private Guid? _foreign;
    private bool _followsSaves;

    public bool IsEmpty => _events.Count == 0;

    public DbContext Context => current.Context;

    /// <summary>The running save has sent a command: what is collected from here on waits for the next one.</summary>
    public bool RanCommand { get; private set; }

    public IWebhookDispatcher Dispatcher => _extension.Dispatcher;

    public int MaxBatch => _extension.MaxBatch;

    /// <returns>The event's id.</returns>
    public string Collect(NewWebhookEvent webhookEvent)
    {
        if (webhookEvent.Options.Transaction is not null)
        {
            throw new ArgumentException("An event that a DbContext collects is written in the transaction that saves. Leave Transaction empty, or publish through IWebhookDispatcher.", nameof(webhookEvent));
        }

        LookForAnEnd();
        var prepared = _extension.Dispatcher.Prepare(webhookEvent);
        _events.Add(prepared, _transaction = Context.Database.CurrentTransaction?.TransactionId);
        _hostsBehavior ??= Context.Database.AutoTransactionBehavior;
        Context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        if (!_followsSaves)
        {
            _followsSaves = true;
            Context.SavedChanges += Saved;
        }

        return prepared.Options.EventId!;
    }

    /// <summary>What has to be written into the open transaction of a save. Empty when it holds everything.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction that events could be part of.</exception>
    public WriteStep Unwritten()
    {
        if (IsEmpty)
        {
            return WriteStep.Nothing;
        }

        LookForAnEnd();
        RefuseScopes();
        var transaction = Context.Database.CurrentTransaction ?? throw new InvalidOperationException(
            "Webhook events were collected and the save runs without a transaction. Leave Database.AutoTransactionBehavior alone between PublishWebhook and SaveChanges.");
        return new WriteStep(_events.Unwritten(transaction.TransactionId), transaction.GetDbTransaction());
    }

    /// <summary>A save begins.</summary>
    public void Begin()
    {
        RanCommand = false;
        RefuseScopes();
    }

    /// <summary>The save has sent its first command.</summary>
    public void Runs() => RanCommand = true;

    private void RefuseScopes()
    {
        if (!IsEmpty && (Transaction.Current is not null || Context.Database.GetEnlistedTransaction() is not null))
        {
            throw new InvalidOperationException(
                "Webhook events were collected and SaveChanges runs inside a TransactionScope, which webhooks do not take part in. Begin the transaction with Database.BeginTransactionAsync(), or leave it to SaveChanges.");
        }
    }

    /// <summary>The step is in the open transaction.</summary>
    public void Written(WriteStep step)
    {
        if (step.Events.Count > 0)
        {
            _transaction = Context.Database.CurrentTransaction!.TransactionId;
            _events.Written(_transaction.Value);
        }
    }

    /// <summary>A transaction of somebody else was handed to the context: it may be committed unseen.</summary>
    public void Uses(Guid transaction) => _foreign = transaction;

    public void Committed(Guid transaction) => End(transaction, _events.Committed);

    public void RolledBack(Guid transaction) => End(transaction, _events.RolledBack);

    public void RolledBackToSavepoint(Guid transaction) => _events.Undone(transaction);

    public void Forget()
    {
        _events.Clear();
        GiveBackBehavior();
    }

    /// <summary>The pool sets the context's own properties and events back itself.</summary>
    public void ResetState()
    {
        _events.Clear();
        (_hostsBehavior, _transaction, _foreign, _followsSaves) = (null, null, null, false);
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    /// <summary>A transaction that is disposed without a commit says nothing: that it is gone is seen at the next step.</summary>
    private void LookForAnEnd()
    {
        if (_transaction is { } transaction && Context.Database.CurrentTransaction?.TransactionId != transaction)
        {
            End(transaction, transaction == _foreign ? _events.Undone : _events.RolledBack);
        }
    }

    private void End(Guid transaction, Action<Guid> end)
    {
        end(transaction);
        _transaction = null;
        if (IsEmpty)
        {
            GiveBackBehavior();
        }
    }

    private void Saved(object? sender, SavedChangesEventArgs saved)
    {
        if (saved.AcceptAllChangesOnSuccess)
        {
            _events.Accepted();
            if (IsEmpty)
            {
                GiveBackBehavior();
            }
        }
    }

    private void GiveBackBehavior()
    {
        if (_hostsBehavior is { } behavior)
        {
            (Context.Database.AutoTransactionBehavior, _hostsBehavior) = (behavior, null);
        }
    }
}
