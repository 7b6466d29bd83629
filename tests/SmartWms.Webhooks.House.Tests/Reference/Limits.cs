using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Sqlite;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The limits of each table of options, asked of the code that a start goes through.</summary>
internal static class Limits
{
    public static IReadOnlyDictionary<string, string> OfEngine()
    {
        using var provider = new ServiceCollection().AddWmsWebhooks().Services.BuildServiceProvider();
        return OptionLimits.Of(() => new WmsWebhooksOptions(), (options, key) => Complaints(provider, options).Any(complaint => complaint.StartsWith($"{key}: ", StringComparison.Ordinal)));
    }

    public static IReadOnlyDictionary<string, string> OfSqlite() => OptionLimits.Of(() => new SqliteOptions(), (options, _) => AreStoresRefused(webhooks => webhooks
        .UseSqlite("Data Source=wms.db", sqlite => (sqlite.MaxHostTransaction, sqlite.CacheMebibytes) = (options.MaxHostTransaction, options.CacheMebibytes))));

    public static IReadOnlyDictionary<string, string> OfPostgreSql() => OptionLimits.Of(() => new PostgreSqlOptions(), (options, _) => AreStoresRefused(webhooks => webhooks
        .UsePostgreSql("Host=db", postgres => (postgres.MaxConnections, postgres.CommandTimeout) = (options.MaxConnections, options.CommandTimeout))));

    public static IReadOnlyDictionary<string, string> OfDashboard()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddWmsWebhooks().UseInMemory();
        using var application = builder.Build();
        return OptionLimits.Of(() => new WmsWebhooksDashboardOptions(), (options, _) => IsRefused(() => application.MapWmsWebhooksDashboard(configure: o =>
        {
            o.AllowAnonymousToReadAndManageWebhooks = true;
            o.RefreshEvery = options.RefreshEvery;
        })));
    }

    public static IReadOnlyDictionary<string, string> OfReceiver()
    {
        using var provider = new ServiceCollection().AddWmsWebhookReceiver().OnAny((_, _) => Task.CompletedTask).Services.BuildServiceProvider();
        return OptionLimits.Of(() => new WmsWebhookReceiverOptions { Scheme = SignatureScheme.SmartWms, Secrets = { "a-secret-of-some-length" } }, (options, _) => Complaints(provider, options).Any());
    }

    private static IEnumerable<string> Complaints<T>(IServiceProvider provider, T options)
        where T : class =>
        provider.GetServices<IValidateOptions<T>>().SelectMany(validator => validator.Validate(null, options).Failures ?? []);

    /// <summary>Stores look at their options before they open anything.</summary>
    private static bool AreStoresRefused(Func<WmsWebhooksBuilder, WmsWebhooksBuilder> choose)
    {
        using var provider = choose(new ServiceCollection().AddWmsWebhooks()).Services.BuildServiceProvider();
        return IsRefused(() => provider.GetRequiredService<WebhookStores>());
    }

    private static bool IsRefused(Action use)
    {
        try
        {
            use();
            return false;
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}
