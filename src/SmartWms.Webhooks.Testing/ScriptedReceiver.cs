using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Testing;

/// <summary>A real HTTP server on loopback that keeps every request and answers as the test says; 200 when it says nothing.</summary>
/// <remarks>One that knows its secret (<see cref="VerifyWith"/>) answers 401 to what is not signed rightly, whatever the script says, and uses no answer up for it. Safe on any thread.</remarks>
public sealed class ScriptedReceiver : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly KestrelServer _server;
    private readonly TestClock _clock;
    private readonly Lock _gate = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly ConcurrentQueue<ReceiverAnswer> _next = new();
    private TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReceiverAnswer _otherwise = ReceiverAnswer.Ok;
    private WebhookVerifier? _verifier;

    private ScriptedReceiver(TestClock clock)
    {
        _clock = clock;
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = _services };
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, 0);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens, for a webhook: <c>http://127.0.0.1:41234/</c>. Any path below is its own too.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Every whole request so far, oldest first; a copy.</summary>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts one on a free port.</summary>
    /// <param name="clock">The clock of the engine that sends: times are judged by it, and a request that hangs counts as what it is. <see cref="WebhookTestHost.StartReceiverAsync"/> gives its own.</param>
    /// <returns>Listening.</returns>
    public static async Task<ScriptedReceiver> StartAsync(TestClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var receiver = new ScriptedReceiver(clock);
        await receiver._server.StartAsync(new ReceiverApplication(receiver), CancellationToken.None).ConfigureAwait(false);
        receiver.Url = receiver._server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/";
        return receiver;
    }

    /// <summary>Answers the next requests in this order, e.g. 500, 500, 200. When they are used up, <see cref="Always"/> holds, or 200.</summary>
    /// <param name="answers">One for each request.</param>
    /// <returns>The receiver.</returns>
    public ScriptedReceiver Next(params IEnumerable<ReceiverAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        foreach (var answer in answers)
        {
            _next.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers every request the same way from now on, once what <see cref="Next"/> gave is used up.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>The receiver.</returns>
    public ScriptedReceiver Always(ReceiverAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Volatile.Write(ref _otherwise, answer);
        return this;
    }

    /// <summary>Verifies every request from now on, as a receiver of this scheme would.</summary>
    /// <param name="scheme">The contract's scheme.</param>
    /// <param name="secrets">The current secret and, while it is rotated, the one before.</param>
    /// <returns>The receiver.</returns>
    /// <exception cref="ArgumentException">A secret that the scheme cannot use.</exception>
    public ScriptedReceiver VerifyWith(SignatureScheme scheme, params string[] secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Length == 0 || !secrets.All(secret => WebhookVerifier.CanUse(scheme, secret)))
        {
            throw new ArgumentException($"Give secrets that {scheme} can use: 16 characters or more, for StandardWebhooks whsec_ and the base64 of 24 to 64 bytes.", nameof(secrets));
        }

        Volatile.Write(ref _verifier, WebhookVerifier.For(scheme, secrets));
        return this;
    }

    /// <summary>Lets every request go that hangs now; later ones hang anew.</summary>
    public void Release() => Interlocked.Exchange(ref _release, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Exactly this many requests have come so far. Settle or advance first: this does not wait.</summary>
    /// <param name="count">0 or more.</param>
    /// <returns>The requests, in order.</returns>
    /// <exception cref="WebhookAssertionException">More or fewer; the message lists them.</exception>
    public IReadOnlyList<ReceivedRequest> AssertReceived(int count)
    {
        var requests = Requests;
        return requests.Count == count
            ? requests
            : throw new WebhookAssertionException($"Expected {count} requests, and {requests.Count} came{(requests.Count == 0 ? "." : $":{string.Concat(requests.Select(one => $"{Environment.NewLine}  {one}"))}")}");
    }

    /// <summary>Waits, in real time, until this many requests have come: for a host that runs on the machine's clock.</summary>
    /// <param name="count">Counted from the start.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All that came.</returns>
    /// <exception cref="TimeoutException">Fewer came within 30 seconds.</exception>
    public async Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        await RealTime.UntilAsync(_ => Task.FromResult(Requests.Count >= count), () => $"waited for {count} requests, {Requests.Count} came.", cancellationToken).ConfigureAwait(false);
        return Requests;
    }

    /// <summary>Cuts what is still open and frees the port.</summary>
    /// <returns>When it is free.</returns>
    public async ValueTask DisposeAsync()
    {
        Release();
        await _server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _server.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    internal ReceiverAnswer Accept(ReceivedRequest request)
    {
        request.Verification = Volatile.Read(ref _verifier)?.Verify(request.Body.Span, request.Values, request.ArrivedAt) ?? WebhookVerification.NotVerified;
        lock (_gate)
        {
            request.Number = _requests.Count + 1;
            request.Answer = request.Verification is not (WebhookVerification.NotVerified or WebhookVerification.Valid) ? ReceiverAnswer.BadSignature
                : _next.TryDequeue(out var next) ? next
                : Volatile.Read(ref _otherwise);
            request.Released = Volatile.Read(ref _release).Task;
            _requests.Add(request);
        }

        return request.Answer;
    }

    internal async Task HoldAsync(ReceivedRequest request, CancellationToken gone)
    {
        _clock.Hold();
        try
        {
            await request.Released.WaitAsync(gone).ConfigureAwait(false);
        }
        finally
        {
            _clock.LetGo();
        }
    }
}
