using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.AspNetCore.Secrets;

namespace SmartWms.Webhooks;

/// <summary>Seals secrets with ASP.NET Core's Data Protection.</summary>
public static class WmsWebhooksDataProtectionExtensions
{
    /// <summary>
    /// Seals secrets and header values in the store with the host's Data Protection keys. Keep those keys where every node reads them and backups have them
    /// (<c>PersistKeysTo…</c>, <c>SetApplicationName</c>): without them no webhook can be signed any more.
    /// </summary>
    /// <param name="builder">The engine's builder.</param>
    /// <returns>The builder.</returns>
    public static WmsWebhooksBuilder ProtectSecretsWithDataProtection(this WmsWebhooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        return builder.ProtectSecretsWith<DataProtectionSecretProtector>();
    }
}
