using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>A database file of one test, with what tests put into it.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("wms-webhooks-").FullName;
    private readonly List<SqliteDatabase> _opened = [];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public SqliteOptions Options => new() { ConnectionString = $"Data Source={Path.Combine(_folder, "wms.db")}" };

    /// <summary>Where the write-ahead log is.</summary>
    public string Log => Path.Combine(_folder, "wms.db-wal");

    /// <summary>How long the file is without its log. Asked of its folder: opening and closing it would drop the locks of this process.</summary>
    public long Length => new FileInfo(Path.Combine(_folder, "wms.db")).Length;

    /// <summary>Another process's view of the file: nothing is shared with other opened ones.</summary>
    public async Task<SqliteDatabase> OpenAsync(TimeProvider? time = null)
    {
        var database = new SqliteDatabase(Options, time ?? TimeProvider.System);
        lock (_opened)
        {
            _opened.Add(database);      // tests open from several threads at once
        }

        await database.InitializeAsync(Token);
        return database;
    }

    /// <summary>A connection as the host has one.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(Options.ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public SqliteSession Reader() => new SqliteConnector(Options).OpenReader();

    public long Scalar(string sql)
    {
        using var session = Reader();
        return session.Scalar(sql);
    }

    public string Text(string sql)
    {
        using var session = Reader();
        return session.TextScalar(sql);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static StoredSubscription Subscription(string? key = null, string? tenant = null) => new()
    {
        Name = "ERP_Order_Sync",
        Url = "https://erp.example.com/hook",
        EventTypes = ["order.*"],
        Contract = "smartwms",
        Sealed = [1, 2, 3],
        Key = key,
        TenantId = tenant,
        CreatedAt = Now,
        StateChangedAt = Now,
    };

    public static async Task<SubscriptionId> SubscribeAsync(SqliteDatabase database) =>
        (await new SqliteSubscriptionStore(database).CreateAsync(Subscription(), Token))!.Id;

    public static NewEvent Event(string id, SubscriptionId subscription, string? subject = null, AttemptTrigger trigger = AttemptTrigger.Scheduled) => new()
    {
        Id = id,
        Type = "order.shipped",
        OccurredAt = Now,
        DataHash = new byte[32],
        Subject = subject,
        Bodies = [new EventBody("smartwms", "{}"u8.ToArray())],
        Deliveries = [new NewDelivery(subscription, 0, Trigger: trigger)],
    };

    public static async Task<DeliveryId> AddAsync(SqliteDatabase database, NewEvent newEvent) =>
        (await new SqliteDeliveryStore(database).AddAsync([newEvent], null, Now, Lease, Token)).Events[0].Deliveries[0];

    public static async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(SqliteDatabase database, DateTimeOffset now, long token, params SubscriptionId[] lanes) =>
        (await new SqliteDeliveryStore(database).ClaimAsync(new Claim([.. lanes.Select(lane => new LaneClaim(lane, 100))], 100, token, now, Lease), Token)).Deliveries;

    public static DeliveryRecord Record(ClaimedDelivery claimed, DeliveryState next, DateTimeOffset? dueAt = null) => new()
    {
        Delivery = claimed.Id,
        LeaseToken = claimed.LeaseToken,
        Subscription = claimed.Subscription,
        Trigger = claimed.Trigger,
        CountsStep = claimed.Trigger == AttemptTrigger.Scheduled,
        Next = next,
        DueAt = dueAt,
        Failure = next == DeliveryState.Delivered ? FailureClass.None : FailureClass.ServerError,
        Attempt = new DeliveryAttempt
        {
            Number = claimed.Attempts + 1,
            Trigger = claimed.Trigger,
            StartedAt = Now,
            Latency = TimeSpan.FromMilliseconds(12),
            StatusCode = next == DeliveryState.Delivered ? 200 : 500,
            Node = "test",
            Answer = [0, 0xC3, 0x28],
        },
    };

    public static async Task<RecordResult> RecordAsync(SqliteDatabase database, DeliveryRecord record, DateTimeOffset now) =>
        (await new SqliteDeliveryStore(database).RecordAsync([record], now, Token))[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
