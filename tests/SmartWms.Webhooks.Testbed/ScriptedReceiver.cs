using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A real HTTP/1.1 server on loopback that keeps every request and answers as the test says; 200 when it says nothing.</summary>
/// <remarks>For what Kestrel would never send (a broken status line, endless headers) there is <see cref="RawTcpReceiver"/>.</remarks>
public sealed class ScriptedReceiver : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly TimeProvider _clock;
    private readonly Arrivals<ReceivedRequest> _requests = new("requests", static request => request.ToString());
    private readonly ConcurrentDictionary<string, PathScript> _scripts = new(StringComparer.Ordinal);
    private TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private int _cutOff;
    private int _number;

    private ScriptedReceiver(TimeProvider clock)
    {
        _clock = clock;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, 0);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    /// <summary>The address, ending in a slash: <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Every whole request so far, oldest first; a copy.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _requests.Snapshot();

    /// <summary>How many whole requests have arrived.</summary>
    public int Count => _requests.Count;

    /// <summary>Requests begun and not yet answered.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests whose sender went away before the last byte; they are not among <see cref="Requests"/>.</summary>
    public int CutOff => Volatile.Read(ref _cutOff);

    /// <summary>Starts listening on a free port.</summary>
    /// <param name="clock">Stamps arrivals; <see langword="null"/> for the system's.</param>
    public static async Task<ScriptedReceiver> StartAsync(TimeProvider? clock = null)
    {
        var receiver = new ScriptedReceiver(clock ?? TimeProvider.System);
        await receiver._server.StartAsync(new ReceiverApplication(receiver), CancellationToken.None);
        receiver.Url = new Uri(receiver._server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/");
        return receiver;
    }

    /// <summary>The full address of a path, for a subscription: <c>UrlOf("/erp")</c>.</summary>
    public string UrlOf(string path) => new Uri(Url, path).AbsoluteUri;

    /// <summary>Queues answers for the next requests to a path. When they are used up, <see cref="Always(string, Answer)"/> holds, or 200.</summary>
    public ScriptedReceiver Next(string path, params IEnumerable<Answer> answers)
    {
        foreach (var answer in answers)
        {
            Script(path).Queue.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers every request to a path the same way, from now on.</summary>
    public ScriptedReceiver Always(string path, Answer answer) => Always(path, _ => answer);

    /// <summary>Lets a function answer the requests to a path. Called on several threads at once.</summary>
    public ScriptedReceiver Always(string path, Func<ReceivedRequest, Answer> answer)
    {
        Script(path).Otherwise = answer;
        return this;
    }

    /// <summary>Lets every hanging request go, and later ones hang anew.</summary>
    public void Release() => Interlocked.Exchange(ref _release, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(int)"/>
    public Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(int count) => _requests.WaitForAsync(count);

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(Func{T, bool})"/>
    public Task<ReceivedRequest> WaitForAsync(Func<ReceivedRequest, bool> matches) => _requests.WaitForAsync(matches);

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(Func{T, bool}, int, TimeSpan?)"/>
    public Task<IReadOnlyList<ReceivedRequest>> WaitForAsync(Func<ReceivedRequest, bool> matches, int count, TimeSpan? limit = null) =>
        _requests.WaitForAsync(matches, count, limit);

    /// <summary>Aborts what is still open and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        Release();
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    internal void Begin() => Interlocked.Increment(ref _inFlight);

    internal void End() => Interlocked.Decrement(ref _inFlight);

    internal void CountCutOff() => Interlocked.Increment(ref _cutOff);

    internal DateTimeOffset Now() => _clock.GetUtcNow();

    /// <summary>Chooses the answer first, so that a test that waited for the request sees it, and what releases it, so that a release right after is not missed.</summary>
    internal Answer Accept(ReceivedRequest request)
    {
        request.Number = Interlocked.Increment(ref _number);
        request.Answer = _scripts.TryGetValue(request.Path, out var script) ? script.Choose(request) : Answer.Ok;
        request.Released = Volatile.Read(ref _release).Task;
        _requests.Add(request);
        return request.Answer;
    }

    private PathScript Script(string path) => _scripts.GetOrAdd(path, static _ => new PathScript());

    private sealed class PathScript
    {
        public ConcurrentQueue<Answer> Queue { get; } = new();

        public Func<ReceivedRequest, Answer> Otherwise { get; set; } = static _ => Answer.Ok;

        public Answer Choose(ReceivedRequest request) => Queue.TryDequeue(out var next) ? next : Otherwise(request);
    }
}
