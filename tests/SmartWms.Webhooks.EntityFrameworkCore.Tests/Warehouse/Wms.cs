using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

/// <summary>A WMS with its database, its engine and one webhook for every event.</summary>
public sealed class Wms : IAsyncDisposable
{
    private readonly IWmsDatabase _database;

    private Wms(IWmsDatabase database, TestEngine engine) => (_database, Engine) = (database, engine);

    public TestEngine Engine { get; }

    public IWmsDatabase Database => _database;

    /// <summary>Starts it. Without a receiver nothing is delivered and the log shows what was published.</summary>
    public static async Task<Wms> StartAsync(IWmsDatabase database, ScriptedReceiver? receiver = null, Action<WmsWebhooksOptions>? configure = null)
    {
        var engine = await TestEngine.StartAsync(
            options =>
            {
                options.Pump.Enabled = receiver is not null;
                options.Pump.PollInterval = TimeSpan.FromSeconds(60);       // what arrives was told of
                configure?.Invoke(options);
            },
            database.Keep);
        await engine.SubscribeAsync(receiver?.UrlOf("/hook") ?? "http://127.0.0.1:65000/");
        var wms = new Wms(database, engine);
        await using var context = wms.Context();
        await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript().Replace("GO\n", "", StringComparison.Ordinal));
        return wms;
    }

    public DbContextOptions<WmsContext> Options(Faults? faults = null, params IInterceptor[] interceptors)
    {
        var options = new DbContextOptionsBuilder<WmsContext>();
        _database.Use(options, faults is null ? null : dependencies => new RetryingStrategy(dependencies));
        return options.UseWmsWebhooks(Engine.Services).AddInterceptors(faults is null ? interceptors : [faults, .. interceptors]).Options;
    }

    public WmsContext Context(Faults? faults = null, params IInterceptor[] interceptors) => new(Options(faults, interceptors));

    /// <summary>The ids of all events that exist, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync() =>
        [.. (await Engine.Deliveries.ListAsync(new DeliveryQuery { PageSize = 200 })).OrderBy(row => row.Id).Select(row => row.EventId)];

    public async Task<IReadOnlyList<string>> OrdersAsync()
    {
        await using var context = Context();
        return await context.Orders.OrderBy(order => order.Id).Select(order => order.Number).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _database.DisposeAsync();
    }
}
