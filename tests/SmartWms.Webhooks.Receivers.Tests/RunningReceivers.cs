using System.Collections.Concurrent;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>One process for each language and scheme, for all tests: compilers start slowly.</summary>
public sealed class RunningReceivers : IAsyncDisposable
{
    public const string Current = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    public const string Previous = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// <summary>Of most of the vectors.</summary>
    public const string Vectors = "wms-secret-0123456789abcdef0123456789abcdef";

    private readonly ConcurrentDictionary<(string, SignatureScheme), Lazy<Task<SampleReceiver>>> _running = [];

    internal Task<SampleReceiver> GetAsync(string language, SignatureScheme scheme)
    {
        var wanted = Language.Named(language);
        return _running.GetOrAdd((language, scheme), _ => new(() => SampleReceiver.StartAsync(wanted, Contract(scheme), $"{Current} {Previous} {Vectors}"))).Value;
    }

    public static string Contract(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.SmartWms => "smartwms",
        SignatureScheme.Wms => "wms",
        _ => "standardwebhooks",
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in _running.Values.Where(one => one.Value.IsCompletedSuccessfully))
        {
            await (await receiver.Value).DisposeAsync();
        }
    }
}
