using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks;

/// <summary>Who may use what is mapped, and whose webhooks they see: the same for the management API and the dashboard.</summary>
public abstract class WmsWebhooksAccessOptions
{
    private protected WmsWebhooksAccessOptions()
    {
    }

    /// <summary>The authorization policy of everything that only reads.</summary>
    /// <value><see langword="null"/>: mapping fails, unless <see cref="AllowAnonymousToReadAndManageWebhooks"/>.</value>
    public string? ReadPolicy { get; set; }

    /// <summary>The authorization policy of everything that changes or sends something, and of the preview; the dashboard shows no button to whoever does not have it. Who has it needs <see cref="ReadPolicy"/> for reading all the same.</summary>
    /// <value><see langword="null"/>: mapping fails, unless <see cref="AllowAnonymousToReadAndManageWebhooks"/>.</value>
    public string? ManagePolicy { get; set; }

    /// <summary>Lets everybody who reaches the host read delivery logs, create webhooks and get their secrets. For trying out on one's own machine, with host filtering (<c>AllowedHosts</c>): without it, a page elsewhere whose name is made to lead to this machine (DNS rebinding) is taken for one's own. A fallback policy of the host, and what it requires of the group, still hold.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowAnonymousToReadAndManageWebhooks { get; set; }

    /// <summary>Whose webhooks and deliveries the caller sees and changes; asked once for each request, after authorization. What lies outside the scope does not exist: 404.</summary>
    /// <value>Everybody's.</value>
    public Func<HttpContext, TenantScope> Tenant { get; set; } = static _ => TenantScope.All;
}
