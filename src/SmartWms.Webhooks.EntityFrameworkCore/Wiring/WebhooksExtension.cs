using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.EntityFrameworkCore.Collecting;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Wiring;

/// <summary>Gives every context a place to collect in, and the way to the dispatcher. EF Core's internal services are shared by all hosts of a process; the dispatcher is not among them.</summary>
internal sealed class WebhooksExtension(IWebhookDispatcher dispatcher, int maxBatch) : IDbContextOptionsExtension
{
    public IWebhookDispatcher Dispatcher => dispatcher;

    public int MaxBatch => maxBatch;

    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<ContextWebhooks>();
        services.AddScoped<IResettableService>(provider => provider.GetRequiredService<ContextWebhooks>());
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using WmsWebhooks ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["WmsWebhooks"] = "1";
    }
}
