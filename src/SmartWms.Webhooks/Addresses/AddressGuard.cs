using System.Net;
using System.Net.Sockets;

namespace SmartWms.Webhooks.Addresses;

/// <summary>Opens connections to addresses that <see cref="AddressPolicy"/> allows and to no others: the boundary against requests forged through a webhook's URL.</summary>
/// <remarks>
/// For <see cref="SocketsHttpHandler.ConnectCallback"/>, also without the engine. The handler needs <c>UseProxy = false</c> and
/// <c>AllowAutoRedirect = false</c>, and its requests a version below 3, as a proxy and HTTP/3 go around the callback; and a <c>PooledConnectionLifetime</c>.
/// It judges ports and addresses: whether http is allowed, and which names, is for whoever takes the URL to check.
/// With <see cref="AddressPolicy.EgressProxy"/> only that proxy is dialled, wherever it is, and it has to do the checking. Such a handler needs <c>UseProxy = true</c> and that proxy as its
/// <c>Proxy</c> (<c>new WebProxy(policy.EgressProxy.Address)</c>); with <c>UseProxy = false</c> every connection is refused. An address that stands in the URL is then for the caller to check, with
/// <see cref="AddressPolicy.Judge"/>.
/// Each new connection is checked anew: a name that has moved is found when its pooled connection ends. Safe for use by many threads.
/// </remarks>
public sealed class AddressGuard
{
    /// <summary>A name may have thousands of addresses, and each that does not answer costs its share of the time.</summary>
    private const int MaxDialled = 4;

    private readonly AddressPolicy _policy;
    private readonly Func<string, string?, CancellationToken, Task<IPAddress[]>> _lookUp;
    private readonly Func<IEnumerable<IPAddress>> _ownAddresses;
    private readonly Func<IPEndPoint, CancellationToken, ValueTask<Stream>> _dial;

    /// <summary>A guard that asks the system's resolver and the system's network interfaces.</summary>
    /// <param name="policy">What may be dialled.</param>
    public AddressGuard(AddressPolicy policy)
        : this(policy, new NameLookups().LookUpAsync, OwnAddresses.Read)
    {
    }

    internal AddressGuard(
        AddressPolicy policy,
        Func<string, string?, CancellationToken, Task<IPAddress[]>> lookUp,
        Func<IEnumerable<IPAddress>> ownAddresses,
        Func<IPEndPoint, CancellationToken, ValueTask<Stream>>? dial = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        _lookUp = lookUp;
        _ownAddresses = ownAddresses;
        _dial = dial ?? DialAsync;
    }

    /// <summary>Looks the host up once, checks every answer and dials up to four of the checked addresses, in their order, until one accepts.</summary>
    /// <param name="context">What <see cref="SocketsHttpHandler"/> wants to reach.</param>
    /// <param name="cancellationToken">Ends the look-up and the dialling.</param>
    /// <returns>The open connection; disposing it closes the socket.</returns>
    /// <exception cref="AddressBlockedException">The port or any answer is refused, even if others are fine: nothing was dialled.</exception>
    /// <exception cref="AddressLookupException">The look-up failed, answered nothing, or took more than 4 s.</exception>
    /// <exception cref="SocketException">No address accepted the connection; the last one's answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before a connection was open.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var wanted = context.DnsEndPoint;
        var tenant = (context.InitialRequestMessage as TenantRequest)?.Tenant;
        var addresses = _policy.EgressProxy is { } proxy
            ? await ProxyAsync(proxy, wanted, tenant, cancellationToken).ConfigureAwait(false)
            : await CheckAsync(wanted.Host, wanted.Port, tenant, cancellationToken).ConfigureAwait(false);
        return await DialAsync(Chosen(addresses), wanted.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The host named its proxy in code, so it may be anywhere; whatever goes past it is refused.</summary>
    private async ValueTask<IReadOnlyList<IPAddress>> ProxyAsync(EgressProxy proxy, DnsEndPoint wanted, string? tenant, CancellationToken cancellationToken)
    {
        if (!proxy.Is(wanted))
        {
            throw new AddressBlockedException(AddressVerdict.NotPublic);
        }

        return IPAddress.TryParse(wanted.Host, out var literal) ? [literal] : await LookUpAsync(wanted.Host, tenant, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is asked of this guard.</summary>
    internal AddressPolicy Policy => _policy;

    /// <summary>What the dialled addresses divide among themselves; the last one has what is left of the handler's own limit.</summary>
    internal TimeSpan TimeToConnect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The addresses that may be dialled for this host and port, all of them checked.</summary>
    internal async ValueTask<IReadOnlyList<IPAddress>> CheckAsync(string host, int port, string? tenant, CancellationToken cancellationToken)
    {
        if (!_policy.AllowsPort(port))
        {
            throw new AddressBlockedException(AddressVerdict.PortNotAllowed);
        }

        var addresses = await AddressesOfAsync(host, tenant, cancellationToken).ConfigureAwait(false);
        var own = new Lazy<HashSet<IPAddress>>(() => [.. _ownAddresses().Select(address => address.Unmapped)]);
        foreach (var address in addresses)
        {
            if (Judge(address, own) is var verdict and not (AddressVerdict.Public or AddressVerdict.InAllowedNetwork))
            {
                throw new AddressBlockedException(verdict);
            }
        }

        return addresses;
    }

    private async ValueTask<IReadOnlyList<IPAddress>> AddressesOfAsync(string host, string? tenant, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        // RFC 6761: localhost is never looked up. It stands for the loopback addresses that are allowed, so that listing
        // 127.0.0.0/8 alone is enough on machines where it also means ::1.
        if (ReservedNames.IsLocalhost(host))
        {
            IPAddress[] loopbacks = [.. _policy.AllowedLoopbacks];
            return loopbacks.Length > 0 ? loopbacks : throw new AddressBlockedException(AddressVerdict.NotPublic);
        }

        return await LookUpAsync(host, tenant, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IPAddress[]> LookUpAsync(string host, string? tenant, CancellationToken cancellationToken)
    {
        IPAddress[] answers;
        try
        {
            // An empty name would answer with this machine's own addresses.
            answers = host.Length == 0 ? [] : await _lookUp(host, tenant, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AddressLookupException(exception);
        }

        return answers.Length > 0 ? answers : throw new AddressLookupException();
    }

    private AddressVerdict Judge(IPAddress address, Lazy<HashSet<IPAddress>> own)
    {
        var verdict = _policy.Judge(address);
        var plain = address.Unmapped;
        return verdict == AddressVerdict.Public && (own.Value.Contains(plain) || EmbeddedAddress.All(plain).Any(own.Value.Contains)) ? AddressVerdict.Own : verdict;
    }

    /// <summary>The first four, of both families if there are both: the machine may have a way to one of them only.</summary>
    private static IReadOnlyList<IPAddress> Chosen(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count <= MaxDialled)
        {
            return addresses;
        }

        IPAddress[] first = [.. addresses.Take(MaxDialled - 1)];
        return [.. first, addresses.Skip(first.Length).FirstOrDefault(address => first.All(other => other.AddressFamily != address.AddressFamily)) ?? addresses[first.Length]];
    }

    private async ValueTask<Stream> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; i < addresses.Count - 1; i++)
        {
            using var share = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            share.CancelAfter(TimeToConnect / addresses.Count);
            try
            {
                return await _dial(new IPEndPoint(addresses[i], port), share.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The name has another address, and that one is checked too.
            }
        }

        return await _dial(new IPEndPoint(addresses[^1], port), cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Stream> DialAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
