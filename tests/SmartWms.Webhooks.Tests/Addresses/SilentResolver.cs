using System.Collections.Concurrent;
using System.Net;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A resolver as Linux has it: it holds its thread. Names that begin with "good" are answered at once, the others when the test says so.</summary>
internal sealed class SilentResolver : IDisposable
{
    private readonly SemaphoreSlim _answers = new(0);
    private readonly ConcurrentQueue<string> _silent = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private volatile bool _isSilent = true;

    /// <summary>Every question, in the order in which it came.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The questions about other names than good ones.</summary>
    public IReadOnlyCollection<string> Silent => _silent;

    public NameLookups Lookups(TimeSpan patience) => new(Resolve, patience, NameLookups.Start);

    public Task WaitForAsync(int silent) => Patience.UntilAsync(() => Task.FromResult(_silent.Count >= silent), () => $"{_silent.Count} names asked for");

    public void Answer()
    {
        _isSilent = false;
        _answers.Release(1000);
    }

    public void AnswerOne() => _answers.Release();

    public void FallSilent()
    {
        _isSilent = true;
        while (_answers.Wait(0))
        {
        }
    }

    public void Dispose() => Answer();

    private IPAddress[] Resolve(string host)
    {
        _asked.Enqueue(host);
        if (!host.StartsWith("good", StringComparison.Ordinal))
        {
            _silent.Enqueue(host);
            if (_isSilent)
            {
                _answers.Wait();
            }
        }

        return [IPAddress.Loopback];
    }
}
