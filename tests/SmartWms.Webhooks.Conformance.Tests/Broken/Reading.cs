using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks the log.</summary>
internal static class Reading
{
    /// <summary>The next page begins after as many rows as were given so far, whichever they are by now.</summary>
    public static IDeliveryLog ByOffset(IDeliveryLog inner)
    {
        var given = 0;
        return new AlteredLog(inner)
        {
            List = async (query, stop) =>
            {
                given = query.Before == default ? 0 : given;
                List<DeliverySummary> all = [];
                for (var page = await inner.ListAsync(query with { Before = default, PageSize = 200 }, stop);
                    page.Count > 0;
                    page = await inner.ListAsync(query with { Before = page[^1].Id, PageSize = 200 }, stop))
                {
                    all.AddRange(page);
                }

                DeliverySummary[] rows = [.. all.Skip(given).Take(query.PageSize)];
                given += rows.Length;
                return rows;
            },
        };
    }

    public static IDeliveryLog NoTenantIsAll(IDeliveryLog inner) => new AlteredLog(inner)
    {
        List = (query, stop) => inner.ListAsync(query.Tenant.TenantId is null ? query with { Tenant = TenantScope.All } : query, stop),
    };

    public static IDeliveryLog WithoutAnswers(IDeliveryLog inner) => new AlteredLog(inner) { List = (query, stop) => inner.ListAsync(query with { AnswerBytes = 0 }, stop) };

    public static IDeliveryLog OneWebhookAPage(IDeliveryLog inner) => new AlteredLog(inner)
    {
        List = async (query, stop) => await inner.ListAsync(query, stop) is [var newest, ..] page && query.Tenant.IsLimited
            ? [.. page.Where(row => row.Subscription == newest.Subscription)]
            : await inner.ListAsync(query, stop),
    };

    public static IDeliveryLog EveryAttempt(IDeliveryLog inner) => new AlteredLog(inner)
    {
        Read = details => details.AttemptsLeftOut == 0
            ? details
            : details with { Attempts = [.. Enumerable.Range(1, 1 + details.AttemptsLeftOut).Select(number => details.Attempts[0] with { Number = number }), .. details.Attempts.Skip(1)] },
    };

    public static IDeliveryLog WithoutTheFirstAttempt(IDeliveryLog inner) => new AlteredLog(inner)
    {
        Read = details => details.AttemptsLeftOut == 0 ? details : details with { Attempts = [.. details.Attempts.Skip(1)] },
    };

    public static IDeliveryLog SilentAboutAnswers(IDeliveryLog inner) => new AlteredLog(inner)
    {
        Read = details => details with { Attempts = [.. details.Attempts.Select(attempt => attempt with { AnswerLeftOut = false })] },
    };

    public static IDeliveryLog ResentTestsForgotten(IDeliveryLog inner) => new AlteredLog(inner)
    {
        List = async (query, stop) => [.. (await inner.ListAsync(query, stop)).Select(row => row.FinishedAt is null && row.Attempts > 0 ? row with { IsTest = false } : row)],
    };

    public static IDeliveryLog TestsLeftOutLate(IDeliveryLog inner) => new AlteredLog(inner)
    {
        List = async (query, stop) => [.. (await inner.ListAsync(query with { WithoutTests = false }, stop)).Where(row => !query.WithoutTests || !row.IsTest)],
    };

    public static IDeliveryLog AnyCase(IDeliveryLog inner) => new AlteredLog(inner)
    {
        List = async (query, stop) => query.EventIdPrefix is not { } prefix
            ? await inner.ListAsync(query, stop)
            : [.. (await inner.ListAsync(query with { EventIdPrefix = null }, stop)).Where(row => row.EventId.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))],
    };
}
