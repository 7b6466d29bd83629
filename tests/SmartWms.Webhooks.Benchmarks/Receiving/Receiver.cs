using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SmartWms.Webhooks.Benchmarks.Receiving;

/// <summary>Kestrel without a pipeline: reads a request, answers 200 without a body, counts. Ends when its standard input does, so that it never outlives its parent.</summary>
internal sealed class Receiver : IHttpApplication<IFeatureCollection>
{
    /// <summary>Below this path nothing is ever answered.</summary>
    public const string Hang = "/hang";

    /// <summary>Below this path the answer comes after 9 seconds.</summary>
    public const string Slow = "/slow";

    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(9);

    private long _count;

    /// <summary>Writes its address, and then for each line that it reads how many requests it has answered.</summary>
    public static async Task<int> RunAsync()
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        options.Listen(IPAddress.Loopback, 0);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        using var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var receiver = new Receiver();
        await server.StartAsync(receiver, CancellationToken.None);
        Console.WriteLine(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Interlocked.Read(ref receiver._count).ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var body = context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        while (true)
        {
            var read = await body.ReadAsync();
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                await WaitAsync(context);
                Interlocked.Increment(ref _count);
                return;
            }
        }
    }

    private static Task WaitAsync(IFeatureCollection context)
    {
        var path = context.GetRequiredFeature<IHttpRequestFeature>().Path;
        var gone = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        return path.StartsWith(Hang, StringComparison.Ordinal) ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, gone)
            : path.StartsWith(Slow, StringComparison.Ordinal) ? Task.Delay(SlowFor, TimeProvider.System, gone)
            : Task.CompletedTask;
    }
}
