using SmartWms.Webhooks.Benchmarks;
using SmartWms.Webhooks.Benchmarks.Comparators;
using SmartWms.Webhooks.Benchmarks.Footprint;
using SmartWms.Webhooks.Benchmarks.Micro;
using SmartWms.Webhooks.Benchmarks.Pages;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Simulation;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;

return args switch
{
    [ReceiverProcess.Verb] => await Receiver.RunAsync(),
    ["all", .. var rest] => await AllCommand.RunAsync(rest),
    ["throughput", .. var rest] => await ThroughputCommand.RunAsync(rest),
    ["compare", .. var rest] => await CompareCommand.RunAsync(rest),
    ["pages", .. var rest] => await PagesCommand.RunAsync(rest),
    ["scale", .. var rest] => await ScaleCommand.RunAsync(rest),
    ["store-cost", .. var rest] => await StoreCostCommand.RunAsync(rest),
    ["footprint", .. var rest] => await FootprintCommand.RunAsync(rest),
    ["micro", .. var rest] => MicroCommand.Run(rest),
    ["simulate", .. var rest] => await SimulateCommand.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"usage: all {AllCommand.Usage}");
    Console.Error.WriteLine($"   or: throughput {ThroughputArguments.Usage}");
    Console.Error.WriteLine($"   or: compare {CompareCommand.Usage}");
    Console.Error.WriteLine($"   or: pages {PagesCommand.Usage}");
    Console.Error.WriteLine($"   or: scale {ScaleCommand.Usage}");
    Console.Error.WriteLine($"   or: store-cost {StoreCostCommand.Usage}");
    Console.Error.WriteLine($"   or: footprint {FootprintCommand.Usage}");
    Console.Error.WriteLine($"   or: micro {MicroCommand.Usage}");
    Console.Error.WriteLine($"   or: simulate {SimulateCommand.Usage}");
    return 2;
}
