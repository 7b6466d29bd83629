using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Hosting;

/// <summary>What is wrong stops the start, with a message that names the key and the fix.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task No_store_stops_the_start_and_names_the_calls()
    {
        await using var engine = TestEngine.Build(build: builder => builder);
        Says(await RefusalAsync(engine.StartAsync), "UseSqlite", "UseStores", "UseInMemory");
    }

    [Fact]
    public async Task Two_stores_stop_the_start_and_both_are_named()
    {
        await using var engine = TestEngine.Build(build: builder => builder.UseInMemory().UseStores(_ => null!, "UseMine"));
        Says(await RefusalAsync(engine.StartAsync), "2 stores", "UseInMemory", "UseMine");
    }

    [Fact]
    public async Task The_store_is_opened_before_anything_runs_and_closed_with_the_host()
    {
        var calls = new List<string>();
        var stores = new StoreProbe().Stores with
        {
            OpenAsync = _ =>
            {
                calls.Add("open");
                return Task.CompletedTask;
            },
            CloseAsync = () =>
            {
                calls.Add("close");
                return ValueTask.CompletedTask;
            },
        };
        var engine = await TestEngine.StartAsync(build: builder => builder.UseStores(_ => stores));
        Assert.Equal(["open"], calls);
        await engine.DisposeAsync();
        Assert.Equal(["open", "close"], calls);
    }

    [Theory]
    [InlineData("Pomp:Lease", "00:02:00", "WmsWebhooks:Pomp", "Known here: Contract, Publishing")]
    [InlineData("Pump:Leese", "00:02:00", "WmsWebhooks:Pump", "Leese")]
    [InlineData("Pump:Lease", "soon", "WmsWebhooks:Pump", "d.hh:mm:ss")]
    [InlineData("Pump:Lease", "00:00:10", "Pump:Lease", "00:01:30")]
    [InlineData("Lanes:MaxInFlight", "0", "Lanes:MaxInFlight", "between 1 and 10000")]
    [InlineData("Lanes:Circuit:FailureRatio", "2", "Lanes:Circuit:FailureRatio", "at most 1")]
    [InlineData("Lanes:Circut:FailureRatio", "1", "WmsWebhooks:Lanes", "Circut")]
    [InlineData("Publishing:MaxBodyBytes", "1000", "Publishing:MaxBodyBytes", "1024")]
    [InlineData("Retention:EventIds", "2.00:00:00", "Retention:EventIds", "Retention:Log")]
    [InlineData("Contract", "smartvms", "'smartvms'", "smartwms, wms, standardwebhooks")]
    [InlineData("Addresses:AllowHttp", "true", "WmsWebhooks:Addresses", "in code only")]
    [InlineData("Webhooks:erp:Url", "https://erp.example.com/", "Webhooks:erp:Secret", "secret store")]
    public async Task A_wrong_key_or_value_of_configuration_stops_the_start(string key, string value, params string[] says)
    {
        using var host = Configured((key, value));
        Says(await RefusalAsync(() => host.StartAsync()), says);
    }

    [Theory]
    [InlineData("Url", "ftp://erp", "Url")]
    [InlineData("EventTypes:0", "order shipped", "order shipped")]
    [InlineData("Contract", "nope", "'nope'")]
    [InlineData("Deadline", "00:05:00", "Deadline")]
    public async Task A_declared_webhook_that_breaks_a_rule_stops_the_start_and_no_secret_is_shown(string key, string value, string says)
    {
        using var host = Configured(
            ("Webhooks:erp:Secret", "a-very-secret-secret"), ("Webhooks:erp:Url", "https://erp.example.com/"), ("Webhooks:erp:EventTypes:0", "*"), ($"Webhooks:erp:{key}", value));
        var message = await RefusalAsync(() => host.StartAsync());
        Says(message, "Webhooks:erp", says);
        Assert.DoesNotContain("a-very-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_sets_options_and_code_has_the_last_word()
    {
        using var host = Configured(
            services => services.AddWmsWebhooks(options => options.Lanes.MaxInFlight = 7),
            ("Contract", "wms"), ("Lanes:MaxInFlight", "9"), ("Lanes:Circuit:OpenFor", "00:00:45"), ("Pump:NodeName", "n1"), ("Sending:MaxAnswerBytes", "0"));
        await host.StartAsync();

        var options = host.Services.GetRequiredService<WmsWebhooksOptions>();
        Assert.Equal((7, TimeSpan.FromSeconds(45), "n1", 0), (options.Lanes.MaxInFlight, options.Lanes.Circuit.OpenFor, options.Pump.NodeName, options.Sending.MaxAnswerBytes));
        Assert.Equal("wms", host.Services.GetRequiredService<ContractCatalogue>().Default.Name);
        await host.StopAsync();
    }

    [Fact]
    public async Task AddWmsWebhooks_twice_and_in_any_order_is_one_engine()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = TestEngine.Build(build: builder =>
        {
            var again = builder.Services.AddWmsWebhooks(options => options.Pump.NodeName = "again").AddEventType("pallet.moved");
            again.UseInMemory();
            builder.Services.AddWmsWebhooks();
            return builder;
        });
        await engine.StartAsync();
        Assert.Single(engine.Services.GetServices<IHostedService>(), service => service is WmsWebhooksService);
        await engine.SubscribeAsync(receiver.Url.AbsoluteUri);
        await engine.Dispatcher.PublishJsonAsync("pallet.moved", "{}"u8.ToArray());
        await engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]);
        Assert.Equal(1, receiver.Count);
        Assert.Equal("again", engine.Services.GetRequiredService<WmsWebhooksOptions>().Pump.NodeName);
    }

    [Fact]
    public void Own_contracts_and_event_types_are_checked_where_they_are_registered()
    {
        var builder = new ServiceCollection().AddWmsWebhooks();
        Assert.Contains("Order Shipped", Assert.Throws<ArgumentException>(() => builder.AddEventType("Order Shipped")).Message, StringComparison.Ordinal);
        var refusal = Assert.Throws<WebhookInputException>(() => builder.AddContract(WebhookContract.Wms with { Name = "A b", HeaderPrefix = "", Delays = [TimeSpan.Zero], Jitter = 2 }));
        Says(refusal.Message, "A b", "HeaderPrefix", "Jitter", "a delay of 00:00:00");
    }

    private static void Says(string message, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));

    private static async Task<string> RefusalAsync(Func<Task> start)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(start);
        Assert.True(refusal is InvalidOperationException or OptionsValidationException, refusal.ToString());
        return refusal.Message;
    }

    private static IHost Configured(params (string Key, string Value)[] settings) => Configured(_ => { }, settings);

    private static IHost Configured(Action<IServiceCollection> more, params (string Key, string Value)[] settings)
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Configuration.AddInMemoryCollection(
            settings.GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create($"WmsWebhooks:{group.Key}", (string?)group.Last().Value)));
        application.Services.AddWmsWebhooks(application.Configuration.GetSection("WmsWebhooks")).UseInMemory();
        more(application.Services);
        return application.Build();
    }
}
