using System.Net;
using System.Net.Sockets;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>Answers look-ups from a list, one entry a look-up and the last one for ever, and counts them.</summary>
internal sealed class FakeResolver(params IReadOnlyList<string[]> answers)
{
    private int _count;

    public int Count => _count;

    public List<string> Hosts { get; } = [];

    public static AddressGuard Guard(AddressPolicy policy, params IReadOnlyList<string[]> answers) => new FakeResolver(answers).Guard(policy);

    public AddressGuard Guard(AddressPolicy policy) => new(policy, LookUpAsync, () => [SsrfCase.Own]);

    public Task<IPAddress[]> LookUpAsync(string host, string? tenant, CancellationToken cancellationToken)
    {
        var index = Interlocked.Increment(ref _count) - 1;
        Hosts.Add(host);
        return answers.Count == 0
            ? throw new SocketException((int)SocketError.HostNotFound)
            : Task.FromResult(answers[Math.Min(index, answers.Count - 1)].Select(IPAddress.Parse).ToArray());
    }
}
