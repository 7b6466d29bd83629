using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>One measured use of the engine.</summary>
internal interface IEngineRun
{
    Task<Measured> RunAsync(ReceiverProcess receiver, RunSize size);
}
