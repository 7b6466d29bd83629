using System.Net;

namespace SmartWms.Webhooks.Addresses;

/// <summary>
/// Asks the system's resolver on threads of its own. On Linux that resolver holds its thread until it has its answer, with name servers that are silent for half a minute
/// and more, and heeds no token: on the thread pool a few hundred such names stop the whole process.
/// </summary>
/// <remarks>
/// At most <see cref="MaxThreads"/> at once, and one for each name of a tenant. Names that never answered share half of them and a tenant has half of whatever
/// there is, so that neither new names nor one tenant's can keep the others' from being looked up.
/// </remarks>
internal sealed class NameLookups(Func<string, IPAddress[]> resolve, TimeSpan patience)
{
    public const int MaxThreads = 32;
    public const int MaxOfTenant = MaxThreads / 2;
    public const int MaxUnproven = MaxThreads / 2;
    public const int MaxUnprovenOfTenant = MaxUnproven / 2;

    private const int MaxRemembered = 10_000;

    /// <summary>Less than a connection may take, so that what failed is told as what it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Host, string? Tenant), Lookup> _known = [];
    private readonly LinkedList<Lookup> _waiting = [];
    private readonly List<Lookup> _running = [];
    private readonly HashSet<string> _proven = [];

    public NameLookups()
        : this(Dns.GetHostAddresses, Patience)
    {
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
                StartThoseThatMay();
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
        for (var place = _waiting.First; place is not null && _running.Count < MaxThreads;)
        {
            var (lookup, next) = (place.Value, place.Next);
            if (May(lookup))
            {
                _waiting.Remove(place);
                _running.Add(lookup);
                new Thread(() => Run(lookup)) { IsBackground = true, Name = "SmartWms.Webhooks look-up" }.UnsafeStart();
            }

            place = next;
        }
    }

    private bool May(Lookup lookup)
    {
        lookup.IsProven = _proven.Contains(lookup.Host);
        var (ofTenant, unproven, unprovenOfTenant) = (0, 0, 0);
        foreach (var other in _running)
        {
            var isSame = other.Tenant == lookup.Tenant;
            ofTenant += isSame ? 1 : 0;
            unproven += other.IsProven ? 0 : 1;
            unprovenOfTenant += isSame && !other.IsProven ? 1 : 0;
        }

        return ofTenant < MaxOfTenant && (lookup.IsProven || (unproven < MaxUnproven && unprovenOfTenant < MaxUnprovenOfTenant));
    }

    private void Run(Lookup lookup)
    {
        try
        {
            var answer = resolve(lookup.Host);
            Ended(lookup, isProven: answer.Length > 0);
            lookup.Answer.TrySetResult(answer);
        }
        catch (Exception exception)
        {
            Ended(lookup, isProven: false);
            lookup.Answer.TrySetException(exception);
            _ = lookup.Answer.Task.Exception;       // nobody may be waiting any more, and that is no fault
        }
    }

    private void Ended(Lookup lookup, bool isProven)
    {
        lock (_lock)
        {
            _running.Remove(lookup);
            _known.Remove((lookup.Host, lookup.Tenant));
            if (!isProven)
            {
                _proven.Remove(lookup.Host);
            }
            else
            {
                if (_proven.Count >= MaxRemembered)
                {
                    _proven.Clear();
                }

                _proven.Add(lookup.Host);
            }

            StartThoseThatMay();
        }
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

        /// <summary>Whether the name's newest look-up had answered when this one began.</summary>
        public bool IsProven { get; set; }
    }
}
