using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The box on every page: what a support person has in hand is an order or shipment number, an event's id or its beginning, or an id of ours.</summary>
internal static class SearchRoutes
{
    public static void Map(DashboardRoutes routes) => routes.Page("/search", SearchAsync);

    private static async Task<IResult> SearchAsync(Visit visit)
    {
        var text = Pasted.Clean(visit.Query("q"));
        if (text is null)
        {
            return visit.Go("deliveries");
        }

        var id = text.ToLowerInvariant();
        if (DeliveryId.TryParse(id, out var delivery) && await visit.Deliveries.FindAsync(delivery, visit.Tenant, visit.Cancelled).ConfigureAwait(false) is not null)
        {
            return visit.Go($"deliveries/{delivery}");
        }

        if (SubscriptionId.TryParse(id, out var webhook) && await visit.Webhooks.FindAsync(webhook, visit.Tenant, visit.Cancelled).ConfigureAwait(false) is not null)
        {
            return visit.Go($"webhooks/{webhook}");
        }

        return visit.Go(await OfEventsAsync(visit, text).ConfigureAwait(false));
    }

    /// <summary>A number exactly as typed goes first, then an event's id, then the number in capital or in small letters: each is one look at an index.</summary>
    private static async Task<string> OfEventsAsync(Visit visit, string text)
    {
        var exact = $"deliveries?subject={Uri.EscapeDataString(text)}";
        if (await AnyAsync(visit, new DeliveryQuery { Subject = text }).ConfigureAwait(false))
        {
            return exact;
        }

        if (IsBeginningOfEventId(text) && await AnyAsync(visit, new DeliveryQuery { EventIdPrefix = text }).ConfigureAwait(false))
        {
            return $"deliveries?event={Uri.EscapeDataString(text)}";
        }

        foreach (var other in new[] { text.ToUpperInvariant(), text.ToLowerInvariant() }.Where(other => other != text))
        {
            if (await AnyAsync(visit, new DeliveryQuery { Subject = other }).ConfigureAwait(false))
            {
                return $"deliveries?subject={Uri.EscapeDataString(other)}&done=otherCase";
            }
        }

        return exact;
    }

    private static async Task<bool> AnyAsync(Visit visit, DeliveryQuery query) =>
        (await visit.Deliveries.ListAsync(query with { Tenant = visit.Tenant, PageSize = 1 }, visit.Cancelled).ConfigureAwait(false)).Count > 0;

    private static bool IsBeginningOfEventId(string text) => text.Length <= 128 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
