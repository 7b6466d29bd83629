using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.EntityFrameworkCore.Saving;
using SmartWms.Webhooks.EntityFrameworkCore.Wiring;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks;

/// <summary>Wires a context to the engine.</summary>
public static class WmsWebhooksDbContextOptionsExtensions
{
    /// <summary>Lets contexts publish webhook events in the transaction that saves: <c>AddDbContext&lt;WmsContext&gt;((services, options) =&gt; options.UseSqlite(...).UseWmsWebhooks(services))</c>.</summary>
    /// <remarks>Webhooks are kept in the same database as the context's entities. Works with pooled contexts, factories and retrying execution strategies. Calling it again changes nothing.</remarks>
    /// <param name="options">The context's options.</param>
    /// <param name="services">The host's services, with <c>AddWmsWebhooks()</c>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="InvalidOperationException">The services have no engine.</exception>
    public static DbContextOptionsBuilder UseWmsWebhooks(this DbContextOptionsBuilder options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        if (options.Options.FindExtension<WebhooksExtension>() is not null)
        {
            return options;
        }

        var dispatcher = services.GetService<IWebhookDispatcher>()
            ?? throw new InvalidOperationException("UseWmsWebhooks(services) found no engine in the services. Register it: services.AddWmsWebhooks().UseSqlite(...) or .UsePostgreSql(...).");
        var maxBatch = services.GetService<PublishingOptions>()?.MaxBatch ?? new PublishingOptions().MaxBatch;
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new WebhooksExtension(dispatcher, maxBatch));
        return options.AddInterceptors(SaveInterceptor.Instance);
    }

    /// <inheritdoc cref="UseWmsWebhooks(DbContextOptionsBuilder, IServiceProvider)"/>
    /// <typeparam name="TContext">The context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseWmsWebhooks<TContext>(this DbContextOptionsBuilder<TContext> options, IServiceProvider services)
        where TContext : DbContext
    {
        UseWmsWebhooks((DbContextOptionsBuilder)options, services);
        return options;
    }
}
