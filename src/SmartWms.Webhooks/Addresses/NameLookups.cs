using System.Net;

namespace SmartWms.Webhooks.Addresses;

/// <summary>
/// Asks the system's resolver on threads of its own. On Linux that resolver holds its thread until it has its answer, with name servers that are silent for half a minute
/// and more, and heeds no token: on the thread pool a few hundred such names stop the whole process.
/// </summary>
/// <remarks>
/// At most <see cref="MaxThreads"/> at once, and one for each name of a tenant. Names that have not answered share half of them, those that were silent when they were last asked an
/// eighth, and a tenant has half of whatever there is; a thread that is free goes to the tenant with the fewest. So neither new names nor dead ones keep the others from being looked up for long.
/// </remarks>
internal sealed class NameLookups(Func<string, IPAddress[]> resolve, TimeSpan patience, Action<ThreadStart> start)
{
    public const int MaxThreads = 64;
    public const int MaxOfTenant = MaxThreads / 2;
    public const int MaxUnproven = MaxThreads / 2;
    public const int MaxUnprovenOfTenant = MaxUnproven / 2;
    public const int MaxSilent = MaxThreads / 8;
    public const int MaxSilentOfTenant = MaxSilent / 2;

    private const int MaxRemembered = 10_000;

    /// <summary>Less than a connection may take, so that what failed is told as what it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Host, string? Tenant), Lookup> _known = [];
    private readonly LinkedList<Lookup> _waiting = [];
    private readonly List<Lookup> _running = [];
    private readonly Dictionary<string, Standing> _standings = [];

    public NameLookups()
        : this(Dns.GetHostAddresses, Patience, Start)
    {
    }

    /// <summary>Names whose newest look-up ran out of patience.</summary>
    public int SilentNames
    {
        get
        {
            lock (_lock)
            {
                return _standings.Values.Count(standing => standing == Standing.WasSilent);
            }
        }
    }

    /// <summary>A thread of its own, which does not keep the process from ending.</summary>
    public static void Start(ThreadStart work) => new Thread(work) { IsBackground = true, Name = "SmartWms.Webhooks look-up" }.UnsafeStart();

    /// <summary>What is known of a name. An answer that says "no such name" is an answer.</summary>
    private enum Standing
    {
        HasAnswered,
        New,
        WasSilent,
    }

    /// <summary>The addresses of a name, in the resolver's order. Whoever asks while the same is being asked shares the answer.</summary>
    /// <param name="host">In any case.</param>
    /// <param name="tenant">For whom; null is a tenant like any other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">No answer in time, or no thread.</exception>
    public async Task<IPAddress[]> LookUpAsync(string host, string? tenant, CancellationToken cancellationToken)
    {
        var lookup = Join((host.ToLowerInvariant(), tenant));
        try
        {
            return await lookup.Answer.Task.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(lookup);
        }
    }

    private Lookup Join((string Host, string? Tenant) key)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(key, out var lookup))
            {
                lookup = new Lookup(key.Host, key.Tenant);
                _known.Add(key, lookup);
                _waiting.AddLast(lookup.Place);
                if (_running.Count < MaxThreads && May(lookup, new Tally(_running)))
                {
                    // The others have waited before, and nothing has become free for them.
                    Start(lookup);
                }
            }

            lookup.Askers++;
            return lookup;
        }
    }

    /// <summary>What nobody waits for any more is not begun.</summary>
    private void Leave(Lookup lookup)
    {
        lock (_lock)
        {
            if (--lookup.Askers == 0 && lookup.Place.List is not null)
            {
                _waiting.Remove(lookup.Place);
                _known.Remove((lookup.Host, lookup.Tenant));
            }
        }
    }

    private void StartThoseThatMay()
    {
        while (_running.Count < MaxThreads && Next() is { } lookup && Start(lookup))
        {
        }
    }

    /// <returns>False when the system gives no more threads: this look-up has failed, and the others wait for one that ends.</returns>
    private bool Start(Lookup lookup)
    {
        _waiting.Remove(lookup.Place);
        _running.Add(lookup);
        try
        {
            start(() => Run(lookup));
            return true;
        }
        catch (Exception exception)
        {
            _running.Remove(lookup);
            _known.Remove((lookup.Host, lookup.Tenant));
            lookup.Fail(exception);
            return false;
        }
    }

    /// <summary>Of those that may begin: names that answer before new ones and those before silent ones, then the tenant with the fewest under way, then who came first.</summary>
    private Lookup? Next()
    {
        var tally = new Tally(_running);
        (Lookup Lookup, int OfTenant)? best = null;
        foreach (var lookup in _waiting)
        {
            if (!May(lookup, tally))
            {
                continue;
            }

            var ofTenant = tally.Of(lookup.Tenant).Running;
            if (best is not { } other || lookup.Standing < other.Lookup.Standing || (lookup.Standing == other.Lookup.Standing && ofTenant < other.OfTenant))
            {
                best = (lookup, ofTenant);
            }
        }

        return best?.Lookup;
    }

    private bool May(Lookup lookup, Tally tally)
    {
        lookup.Standing = _standings.GetValueOrDefault(lookup.Host, Standing.New);
        var (all, mine) = (tally.All, tally.Of(lookup.Tenant));
        return mine.Running < MaxOfTenant
            && (lookup.Standing == Standing.HasAnswered || (all.Unproven < MaxUnproven && mine.Unproven < MaxUnprovenOfTenant))
            && (lookup.Standing != Standing.WasSilent || (all.Silent < MaxSilent && mine.Silent < MaxSilentOfTenant));
    }

    private void Run(Lookup lookup)
    {
        using (var late = new CancellationTokenSource(patience))
        {
            // From then on its thread counts as a silent name's.
            using var turning = late.Token.UnsafeRegister(_ => Learn(lookup, Standing.WasSilent), null);
            try
            {
                lookup.Answer.TrySetResult(resolve(lookup.Host));
            }
            catch (Exception exception)
            {
                lookup.Fail(exception);
            }

            if (!late.IsCancellationRequested)
            {
                Learn(lookup, Standing.HasAnswered);
            }
        }

        lock (_lock)
        {
            _running.Remove(lookup);
            _known.Remove((lookup.Host, lookup.Tenant));
            StartThoseThatMay();
        }
    }

    private void Learn(Lookup lookup, Standing standing)
    {
        lock (_lock)
        {
            lookup.Standing = standing;
            if (_standings.Count >= MaxRemembered)
            {
                _standings.Clear();
            }

            _standings[lookup.Host] = standing;
            StartThoseThatMay();
        }
    }

    private readonly record struct Count(int Running, int Unproven, int Silent)
    {
        public Count With(Standing standing) => new(Running + 1, Unproven + (standing == Standing.HasAnswered ? 0 : 1), Silent + (standing == Standing.WasSilent ? 1 : 0));
    }

    /// <summary>How many are under way, in all and for each tenant.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<ValueTuple<string?>, Count> _ofTenants = [];

        public Tally(List<Lookup> running)
        {
            foreach (var lookup in running)
            {
                All = All.With(lookup.Standing);
                _ofTenants[new(lookup.Tenant)] = Of(lookup.Tenant).With(lookup.Standing);
            }
        }

        public Count All { get; }

        public Count Of(string? tenant) => _ofTenants.GetValueOrDefault(new(tenant));
    }

    private sealed class Lookup
    {
        public Lookup(string host, string? tenant)
        {
            (Host, Tenant) = (host, tenant);
            Place = new LinkedListNode<Lookup>(this);
        }

        public string Host { get; }

        public string? Tenant { get; }

        public LinkedListNode<Lookup> Place { get; }

        public TaskCompletionSource<IPAddress[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How many wait for it.</summary>
        public int Askers { get; set; }

        public Standing Standing { get; set; }

        public void Fail(Exception exception)
        {
            Answer.TrySetException(exception);
            _ = Answer.Task.Exception;       // nobody may be waiting any more, and that is no fault
        }
    }
}
