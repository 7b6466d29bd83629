using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>The writing connection inside one transaction, with the store's counters, read once for each transaction since another process may move them.</summary>
internal sealed class WriteSession(SqliteSession session) : IDisposable
{
    private const string ReadCounters = "select subscription_version, next_event, next_body, next_delivery, listed_to from wms_webhook_meta";
    private const string StoreCounters = "update wms_webhook_meta set subscription_version = ?1, next_event = ?2, next_body = ?3, next_delivery = ?4, listed_to = ?5";

    private const string Savepoint = "wms_webhook_events";

    private bool _isRead;
    private bool _isMoved;
    private long _subscriptionVersion;
    private long _nextEvent;
    private long _nextBody;
    private long _nextDelivery;
    private long _listedTo;

    /// <summary>The store-wide subscription version.</summary>
    public long SubscriptionVersion => Peek(ref _subscriptionVersion);

    /// <summary>Rows of the log up to this id are listed by subscription.</summary>
    public long ListedTo
    {
        get => Peek(ref _listedTo);
        set => (_listedTo, _isMoved) = (value, true);
    }

    public Statement Prepare(string sql) => session.Prepare(sql);

    public long TakeSubscriptionVersion() => Take(ref _subscriptionVersion, 1) + 1;

    /// <summary>The key of the next event.</summary>
    public long NextEvent => Peek(ref _nextEvent);

    /// <summary>The key of the next event's first body.</summary>
    public long NextBody => Peek(ref _nextBody);

    /// <summary>The id of the next event's first delivery.</summary>
    public long NextDelivery => Peek(ref _nextDelivery);

    /// <summary>Takes the next keys for one event with its bodies and deliveries.</summary>
    public void Take(int bodies, int deliveries)
    {
        Take(ref _nextEvent, 1);
        Take(ref _nextBody, bodies);
        Take(ref _nextDelivery, deliveries);
    }

    /// <summary>Runs work inside a transaction that somebody else began and will end: all of it, or nothing and the transaction can go on.</summary>
    public T RunInside<T>(Func<WriteSession, T> work)
    {
        session.Execute("savepoint " + Savepoint);
        try
        {
            var result = work(this);
            Store();
            session.Execute("release " + Savepoint);
            return result;
        }
        catch
        {
            session.RollBackTo(Savepoint);
            throw;
        }
    }

    public void Begin()
    {
        Prepare("begin immediate").Run();
        (_isRead, _isMoved) = (false, false);
    }

    public void Commit()
    {
        Store();
        Prepare("commit").Run();
    }

    public void RollBack() => session.RollBack();

    /// <summary>How many pages have been written to the log since this was last asked.</summary>
    public int TakeWrittenPages() => session.TakeWrittenPages();

    public void Dispose() => session.Dispose();

    private void Store()
    {
        if (_isMoved)
        {
            Prepare(StoreCounters).Bind(1, _subscriptionVersion).Bind(2, _nextEvent).Bind(3, _nextBody).Bind(4, _nextDelivery).Bind(5, _listedTo).Run();
        }
    }

    private long Peek(ref long counter)
    {
        Read();
        return counter;
    }

    private long Take(ref long counter, int count)
    {
        Read();
        _isMoved = true;
        var first = counter;
        counter += count;
        return first;
    }

    private void Read()
    {
        if (_isRead)
        {
            return;
        }

        var row = Prepare(ReadCounters);
        row.Step();
        (_subscriptionVersion, _nextEvent, _nextBody, _nextDelivery, _listedTo) = (row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4));
        row.Reset();
        _isRead = true;
    }
}
