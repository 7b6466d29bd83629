using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks;

/// <summary>Who may use the dashboard, whose webhooks they see, and how it shows itself.</summary>
public sealed class WmsWebhooksDashboardOptions
{
    /// <summary>The authorization policy of every page.</summary>
    /// <value><see langword="null"/>: mapping fails, unless <see cref="AllowAnonymousToReadAndManageWebhooks"/>.</value>
    public string? ReadPolicy { get; set; }

    /// <summary>The authorization policy of everything that changes or sends something; who does not have it sees no button for it. It is asked besides <see cref="ReadPolicy"/>.</summary>
    /// <value><see langword="null"/>: mapping fails, unless <see cref="AllowAnonymousToReadAndManageWebhooks"/>.</value>
    public string? ManagePolicy { get; set; }

    /// <summary>Lets everybody who reaches the host read delivery logs, create webhooks and get their secrets. For trying out on one's own machine. A fallback policy of the host, and what it requires of the group, still hold.</summary>
    /// <value><see langword="false"/>.</value>
    public bool AllowAnonymousToReadAndManageWebhooks { get; set; }

    /// <summary>Whose webhooks and deliveries the caller sees and changes; asked once for each request, after authorization. What lies outside the scope does not exist: 404.</summary>
    /// <value>Everybody's.</value>
    public Func<HttpContext, TenantScope> Tenant { get; set; } = static _ => TenantScope.All;

    /// <summary>What stands at the top of every page; <see langword="null"/>: "Webhooks" in the reader's language.</summary>
    /// <value><see langword="null"/>.</value>
    public string? Title { get; set; }

    /// <summary>Where the link back to the host leads, such as <c>/</c>; a path, or an http or https address.</summary>
    /// <value><see langword="null"/>: no link.</value>
    public string? HomeUrl { get; set; }

    /// <summary>The time zone that times are shown in, usually the warehouse's. Years are always Gregorian.</summary>
    /// <value>UTC.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>How often an open page looks for news, 1 second to 1 hour.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(5);
}
