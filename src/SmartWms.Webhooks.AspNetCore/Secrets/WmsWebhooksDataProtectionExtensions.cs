using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.AspNetCore.Secrets;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks;

/// <summary>Seals secrets with ASP.NET Core's Data Protection.</summary>
public static class WmsWebhooksDataProtectionExtensions
{
    /// <summary>
    /// Seals secrets and header values in the store with the host's Data Protection keys. Keep those keys where every node reads them and backups have them
    /// (<c>PersistKeysTo…</c>, <c>SetApplicationName</c>): without them no webhook can be signed any more.
    /// </summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="opensUnsealed">
    /// Whether what was stored before there was a protector is read as it is. Set it while a host goes over to sealing, until <c>IWebhookSubscriptions.ResealAsync</c> has run.
    /// <see langword="false"/>: whoever can write into the database cannot put plain text in a sealed one's place.
    /// </param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder ProtectSecretsWithDataProtection(this WmsWebhooksBuilder builder, bool opensUnsealed = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        builder.Services.Replace(ServiceDescriptor.Singleton<IWebhookSecretProtector>(
            services => new DataProtectionSecretProtector(services.GetRequiredService<IDataProtectionProvider>(), opensUnsealed)));
        return builder;
    }
}
