using System.Globalization;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using Published = SmartWms.Webhooks.Crash.Host.Published;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>What the faults share that need no process of their own: an engine in this one, its accounts, its reckoning.</summary>
internal sealed class InProcess : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresDatabase? _postgres;
    private readonly List<(string Word, string What)> _ledger = [];
    private readonly Lock _lock = new();

    private InProcess(PostgresDatabase? postgres, ScriptedReceiver receiver)
    {
        (_postgres, Receiver) = (postgres, receiver);
        Database = new CaseDatabase(postgres?.ConnectionString ?? _folder["wms.db"]);
    }

    /// <summary>As the children's, with retries a second apart.</summary>
    public static WebhookContract Contract { get; } = WebhookContract.SmartWms with
    {
        Name = "crash",
        Delays = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 50)],
        AfterLastAttempt = AfterLastAttempt.KeepActive,
    };

    public ScriptedReceiver Receiver { get; }

    public CaseDatabase Database { get; }

    public List<string> Complaints { get; } = [];

    public Ledgers Ledgers
    {
        get
        {
            lock (_lock)
            {
                return Ledgers.Of([.. _ledger]);
            }
        }
    }

    /// <param name="server">Where its database is made; <see langword="null"/> for a SQLite file.</param>
    public static async Task<InProcess> StartAsync(PostgresServer? server) =>
        new(server is null ? null : await server.CreateDatabaseAsync(), await ScriptedReceiver.StartAsync());

    /// <summary>An engine on the database; several may share it.</summary>
    public TestEngine Build(Action<WmsWebhooksOptions>? configure = null, Action<WmsWebhooksBuilder>? change = null, TimeProvider? clock = null) => TestEngine.Build(
        options =>
        {
            options.Contract = Contract;
            options.Pump.PollInterval = TimeSpan.FromMilliseconds(100);
            options.Lanes.Circuit.OpenFor = TimeSpan.FromSeconds(1);
            configure?.Invoke(options);
        },
        builder =>
        {
            builder.AddContract(Contract);
            _ = Database.IsPostgreSql ? builder.UsePostgreSql(Database.Place) : builder.UseSqlite($"Data Source={Database.Place}");
            change?.Invoke(builder);
            return builder;
        },
        clock);

    /// <summary>A webhook for each endpoint that the ledger knows.</summary>
    public async Task<IReadOnlyList<SubscriptionId>> SubscribeAsync(IWebhookSubscriptions webhooks)
    {
        var made = new List<SubscriptionId>();
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            made.Add((await webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = Published.Path(endpoint),
                Url = Receiver.UrlOf(Published.Path(endpoint)),
                EventTypes = [Published.Type],
                Secret = Published.FirstSecret(endpoint),
            })).Id);
        }

        return made;
    }

    public void Write(string word, string what)
    {
        lock (_lock)
        {
            _ledger.Add((word, what));
        }
    }

    /// <summary>As a host does: again under the same id until it is stored.</summary>
    public async Task PublishAsync(IWebhookDispatcher dispatcher, int number)
    {
        var id = Published.Everywhere(1, number);
        Write("try", id);
        while (true)
        {
            try
            {
                await dispatcher.PublishJsonAsync(Published.Type, Published.Data(id), new WebhookPublishOptions { EventId = id, OccurredAt = Published.OccurredAt });
                Write("ack", id);
                return;
            }
            catch (IOException exception)
            {
                Write("not-stored", exception.GetType().Name);
                await RealTime.WaitAsync(20);
            }
        }
    }

    /// <summary>Until everything has arrived that the ledger's own endpoints are to get.</summary>
    public async Task DrainHealthyAsync(int events) => await Patience.UntilAsync(
        () => Task.FromResult(Receiver.Count >= events * Published.Endpoints), () => $"{Receiver.Count} of {events * Published.Endpoints} requests arrived at the sound endpoints", TimeSpan.FromSeconds(30));

    public async Task DrainAsync(TimeSpan longest)
    {
        try
        {
            await Patience.UntilAsync(
                async () =>
                {
                    await RealTime.WaitAsync(50);
                    return Database.Unfinished() == 0;
                },
                () => "", longest);
        }
        catch (TimeoutException)
        {
            Complaints.Add(string.Create(CultureInfo.InvariantCulture, $"unfinished: {Database.Unfinished()} deliveries after {longest.TotalSeconds:0} s"));
        }
    }

    /// <param name="cases">Faults made.</param>
    /// <param name="bound">Duplicates that are allowed.</param>
    /// <param name="repeats">Whether requests that no attempt accounts for are complained of.</param>
    public CaseReport Judge(int cases, int bound, bool repeats = true)
    {
        var ledgers = Ledgers;
        List<Arrival> arrivals = [.. Receiver.Requests.Select(request => Arrival.Of(request, ledgers))];
        var store = StoreView.Read(Database);
        var duplicates = Invariants.Duplicates(arrivals);
        var allowed = bound + Invariants.TooLate(store, arrivals);
        Complaints.AddRange(Invariants.AtTheEnd(ledgers, store, arrivals, []).Where(complaint => repeats || !complaint.StartsWith("repeated", StringComparison.Ordinal)));
        if (duplicates > allowed)
        {
            Complaints.Add(FormattableString.Invariant($"bound: {duplicates} duplicates, {allowed} are allowed"));
        }

        return new CaseReport(cases, ledgers.Acknowledged.Count, duplicates, allowed, Complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }
}
