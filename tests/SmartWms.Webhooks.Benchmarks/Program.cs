using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

return args switch
{
    [ReceiverProcess.Verb] => await Receiver.RunAsync(),
    ["throughput", .. var rest] => await ThroughputCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"usage: throughput {ThroughputArguments.Usage}");
    return 2;
}
