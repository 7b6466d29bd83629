using System.Collections.Concurrent;
using System.Net;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A resolver as Linux has it: it holds its thread. Names that begin with "good" are answered at once, the others when the test says so.</summary>
internal sealed class SilentResolver : IDisposable
{
    private readonly ManualResetEventSlim _answers = new();
    private readonly ConcurrentQueue<string> _silent = new();
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>Every question, in the order in which it came.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The questions that hold or held a thread.</summary>
    public IReadOnlyCollection<string> Silent => _silent;

    public NameLookups Lookups(TimeSpan patience) => new(Resolve, patience);

    public Task WaitForAsync(int silent) => Patience.UntilAsync(() => Task.FromResult(_silent.Count >= silent), () => $"{_silent.Count} names asked for");

    public void Answer() => _answers.Set();

    public void Dispose() => _answers.Set();

    private IPAddress[] Resolve(string host)
    {
        _asked.Enqueue(host);
        if (!host.StartsWith("good", StringComparison.Ordinal))
        {
            _silent.Enqueue(host);
            _answers.Wait();
        }

        return [IPAddress.Loopback];
    }
}
