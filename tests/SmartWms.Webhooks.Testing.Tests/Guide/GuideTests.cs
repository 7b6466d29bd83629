using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testing.Tests.Guide;

/// <summary>What the package's README prints is what runs here.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task After_five_failures_the_webhook_is_disabled()
    {
        // snippet: disabled
        await using var wms = await WebhookTestHost.StartAsync();               // the whole engine, in memory, on a clock that stands still
        var erp = await wms.StartReceiverAsync();                               // a real HTTP server on loopback
        var webhook = await wms.SubscribeAsync(erp);                            // it knows the secret and verifies
        erp.Always(ReceiverAnswer.Status(500));

        await wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });
        var took = await wms.RunToEndAsync();                                   // moves time until every delivery has ended

        erp.AssertReceived(5);
        Assert.Equal(SubscriptionState.Disabled, (await wms.Webhooks.FindAsync(webhook))!.State);
        // end
        Assert.Equal(new TimeSpan(2, 36, 0), took);
    }

    [Fact]
    public async Task A_receiver_answers_as_the_script_says()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp);

        // snippet: receiver
        erp.Next(ReceiverAnswer.Status(500), ReceiverAnswer.Status(500), ReceiverAnswer.Ok);    // in this order, then Always(...), then 200
        erp.Always(ReceiverAnswer.Busy(TimeSpan.FromMinutes(10)));                              // 503 with Retry-After
        // end
        await wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });
        await wms.RunToEndAsync();

        Assert.Equal([500, 500, 200], erp.AssertReceived(3).Select(request => request.Answer.StatusCode));
    }

    [Fact]
    public async Task A_service_published_what_it_should()
    {
        // snippet: recording
        var webhooks = new RecordingDispatcher();
        var orders = new OrderService(webhooks);

        await orders.ShipAsync("ord_789");

        var shipped = webhooks.AssertPublished(WmsEvents.OrderShipped);         // exactly one; a failure lists what there was
        Assert.Equal("ord_789", shipped.Data.GetProperty("orderId").GetString());
        // end
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_exists_records_or_is_driven(bool recorded)
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddWmsWebhooks().UseInMemory();
        if (recorded)
        {
            Record(application.Services);
        }
        else
        {
            Drive(application.Services);
        }

        using var host = application.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });

        Assert.Equal(recorded ? 1 : null, host.Services.GetService<RecordingDispatcher>()?.Published.Count);
        await (host.Services.GetService<PumpDriver>()?.AdvanceAsync(TimeSpan.FromDays(1)) ?? Task.CompletedTask);
        await host.StopAsync();
    }

    [Fact]
    public void Every_block_of_the_guide_is_what_runs()
    {
        var printed = Blocks(File.ReadAllLines(FromTheRoot("src", "SmartWms.Webhooks.Testing", "README.md")), "<!-- snippet: ", " -->", 2, "```");
        var compiled = Blocks(File.ReadAllLines(FromTheRoot("tests", "SmartWms.Webhooks.Testing.Tests", "Guide", "GuideTests.cs")), "// snippet: ", "", 1, "// end");

        Assert.Equal(["disabled", "host", "receiver", "recording"], printed.Keys.Order());
        Assert.Equal(compiled["host"], printed["host"]);
        Assert.Equal(compiled.OrderBy(one => one.Key), printed.OrderBy(one => one.Key));
    }

    private static void Record(IServiceCollection services) => services.RecordWmsWebhooks();

    private static void Drive(IServiceCollection services) => services.DriveWmsWebhooks(new TestClock());

    /// <summary>Never called: one host is either recorded or driven, and the guide shows both.</summary>
    internal static void Both(IServiceCollection services)
    {
        // snippet: host
        services.RecordWmsWebhooks();               // then ask the host for RecordingDispatcher; the engine does not start
        services.DriveWmsWebhooks(new TestClock()); // or: everything that asks for a TimeProvider is on this clock; then ask for PumpDriver
        // end
    }

    private static Dictionary<string, string> Blocks(string[] lines, string before, string after, int skip, string end)
    {
        var blocks = new Dictionary<string, string>();
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].Trim() is var mark && mark.StartsWith(before, StringComparison.Ordinal) && mark.Length < 40)
            {
                var block = lines.Skip(start + skip).TakeWhile(line => line.Trim() != end).ToArray();
                var indent = block[0].Length - block[0].TrimStart().Length;
                blocks[mark[before.Length..^after.Length]] = string.Join('\n', block.Select(line => line.Length > indent ? line[indent..] : line.TrimStart()));
            }
        }

        return blocks;
    }

    /// <summary>Found from the running program: a deterministic build knows no path of its sources.</summary>
    private static string FromTheRoot(params string[] parts)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SmartWms.Webhooks.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("No SmartWms.Webhooks.sln is above the tests.");
        }

        return Path.Combine([root.FullName, .. parts]);
    }
}
