using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Pages;

/// <summary>How long the dashboard's pages take beside a great many stored deliveries: each within 100 ms, median.</summary>
internal static class PagesCommand
{
    public const string Usage = "[--rows N=1000000]";

    private const int Webhooks = 64;
    private const int Fewest = Webhooks * (HundredthPage + PageSize);
    private const int DeadWebhooks = 10;
    private const int OneFailureIn = 20;
    private const int Visits = 21;
    private const int PageSize = 50;
    private const int HundredthPage = 99 * PageSize;

    public static async Task<int> RunAsync(string[] words)
    {
        var rows = 1_000_000;
        if (words is not [] && !(words is ["--rows", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out rows) && rows >= Fewest))
        {
            Console.Error.WriteLine($"usage: pages {Usage}, {Fewest} at least, so that a webhook has a hundredth page");
            return 2;
        }

        List<Figure> figures = [.. await MeasureAsync(StoreKind.SqliteFull, rows), .. await MeasureAsync(StoreKind.PostgreSql, rows)];
        Console.WriteLine(FigureTable.Of(figures));
        return figures.Any(figure => figure.MissesFloor) ? 1 : 0;
    }

    private static async Task<List<Figure>> MeasureAsync(StoreKind kind, int rows)
    {
        await using var database = await Database.CreateAsync(kind);
        await using (var store = await FilledStore.OpenAsync(database, Webhooks))
        {
            await using (var dead = await FilledStore.OverAsync(database, DeadWebhooks))
            {
                await dead.AddAsync(rows / OneFailureIn, TimeProvider.System.GetUtcNow());
            }

            await store.FinishAsync(rows, OneFailureIn);
            await store.CountAsync();
        }

        await using var application = await StartAsync(database);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var deliveries = application.Services.GetRequiredService<IWebhookDeliveries>();
        var newest = (await deliveries.ListAsync(new DeliveryQuery { PageSize = 1 })).Single();
        (string Name, string Path)[] pages =
        [
            ("overview", ""),
            ("webhooks", "webhooks"),
            ("webhook, first page", $"webhooks/{newest.Subscription}"),
            ("webhook, hundredth page", $"webhooks/{newest.Subscription}?before={await HundredthAsync(deliveries, newest)}"),
            ("delivery", $"deliveries/{newest.Id}"),
        ];
        var figures = new List<Figure>();
        foreach (var (name, path) in pages)
        {
            figures.Add(new Figure("page", $"{kind}: {name}, ms", 100, 100, false, await VisitAsync(client, path), string.Create(CultureInfo.InvariantCulture, $"{rows:N0} deliveries of {Webhooks} webhooks, one in {OneFailureIn} failed, as many wait for {DeadWebhooks} dead ones")));
            Console.Error.WriteLine($"{figures[^1].Case}: {figures[^1].Median:0.0}");
        }

        return figures;
    }

    private static async Task<WebApplication> StartAsync(Database database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization();
        builder.Services.AddWmsWebhooks(options => options.Pump.Enabled = false).UseStores(_ => database.Open());
        var application = builder.Build();
        application.MapWmsWebhooksDashboard("/webhooks", options => options.AllowAnonymousToReadAndManageWebhooks = true);
        await application.StartAsync();
        return application;
    }

    private static async Task<DeliveryId> HundredthAsync(IWebhookDeliveries deliveries, DeliverySummary newest)
    {
        var last = newest.Id;
        for (var seen = 0; seen < HundredthPage; seen += PageSize)
        {
            last = (await deliveries.ListAsync(new DeliveryQuery { Subscription = newest.Subscription, Before = last, PageSize = PageSize }))[^1].Id;
        }

        return last;
    }

    /// <returns>Milliseconds of each visit after the first three, which pay for the compiler.</returns>
    private static async Task<double[]> VisitAsync(HttpClient client, string path)
    {
        var times = new List<double>();
        for (var visit = 0; visit < Visits + 3; visit++)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await client.GetAsync(new Uri("/webhooks/" + path, UriKind.Relative));
            await response.Content.ReadAsStringAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            response.EnsureSuccessStatusCode();
        }

        return [.. times.Skip(3)];
    }
}
