using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Finding subscriptions: by key, by page, by text.</summary>
internal sealed class SubscriptionSearchRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<SubscriptionSearchRules>(RuleFamily.Subscriptions, (stores, cancellation) => new SubscriptionSearchRules(stores, cancellation));
        return
        [
            rules.One("S-14", "A key names one living subscription of a tenant", on => on.AKeyNamesOneLivingSubscriptionOfATenantAsync()),
            rules.One("S-15", "Each tenant has keys of its own", on => on.EachTenantHasKeysOfItsOwnAsync()),
            rules.One("S-16", "The key of a deleted subscription is free", on => on.TheKeyOfADeletedSubscriptionIsFreeAsync()),
            rules.One("S-17", "Any number of subscriptions have no key", on => on.AnyNumberOfSubscriptionsHaveNoKeyAsync()),
            rules.One("S-18", "The list of subscriptions goes by id in pages and leaves deleted ones out",
                on => on.TheListGoesByIdInPagesAndLeavesDeletedOnesOutAsync()),
            rules.One("S-19", "Text is found in name and URL, with ASCII letter case ignored and no wildcards",
                on => on.TextIsFoundInNameAndUrlWithAsciiCaseIgnoredAndNoWildcardsAsync()),
            rules.One("S-20", "A tenant's list of subscriptions holds its own", on => on.ATenantsListHoldsItsOwnAsync()),
        ];
    }

    private async Task AKeyNamesOneLivingSubscriptionOfATenantAsync()
    {
        var first = await SubscribeAsync(row => row with { Key = "erp", TenantId = "x" });

        Expect.Null(await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Key = "erp", TenantId = "x" }, Cancellation));

        Expect.Equal(first, (await Stores.Subscriptions.FindByKeyAsync("x", "erp", Cancellation))!.Id);
        Expect.Single((await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed);
    }

    private async Task EachTenantHasKeysOfItsOwnAsync() // R16: null and '' are tenants of their own
    {
        string?[] tenants = [null, "", "x"];
        foreach (var tenant in tenants)
        {
            var id = await SubscribeAsync(row => row with { Key = "erp", TenantId = tenant });
            var found = await Stores.Subscriptions.FindByKeyAsync(tenant, "erp", Cancellation);
            Expect.Equal((id, tenant), (found!.Id, found.TenantId));
            Expect.Null(await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Key = "erp", TenantId = tenant }, Cancellation));
        }

        Expect.Null(await Stores.Subscriptions.FindByKeyAsync("y", "erp", Cancellation));
        Expect.Null(await Stores.Subscriptions.FindByKeyAsync("x", "ERP", Cancellation));
    }

    private async Task TheKeyOfADeletedSubscriptionIsFreeAsync()
    {
        var deleted = await SubscribeAsync(row => row with { Key = "erp" });
        await SetStateAsync(deleted, SubscriptionState.Deleted);
        Expect.Null(await Stores.Subscriptions.FindByKeyAsync(null, "erp", Cancellation));

        var next = await SubscribeAsync(row => row with { Key = "erp" });

        Expect.Equal(next, (await Stores.Subscriptions.FindByKeyAsync(null, "erp", Cancellation))!.Id);
        Expect.Equal(SubscriptionState.Deleted, (await SubscriptionAsync(deleted)).State);
    }

    private async Task AnyNumberOfSubscriptionsHaveNoKeyAsync()
    {
        Expect.NotEqual(await SubscribeAsync(), await SubscribeAsync());
    }

    private async Task TheListGoesByIdInPagesAndLeavesDeletedOnesOutAsync()
    {
        List<SubscriptionId> ids = [];
        for (var index = 0; index < 6; index++)
        {
            ids.Add(await SubscribeAsync());
        }

        await SetStateAsync(ids[1], SubscriptionState.Deleted);
        await SetStateAsync(ids[2], SubscriptionState.Disabled);

        Expect.Equal([ids[0], ids[2], ids[3]], await IdsAsync(new SubscriptionQuery { PageSize = 3 }));
        Expect.Equal([ids[4], ids[5]], await IdsAsync(new SubscriptionQuery { PageSize = 3, After = ids[3] }));
        Expect.Equal([ids[1]], await IdsAsync(new SubscriptionQuery { State = SubscriptionState.Deleted }));
        Expect.Equal([ids[2]], await IdsAsync(new SubscriptionQuery { State = SubscriptionState.Disabled }));
        Expect.Empty(await IdsAsync(new SubscriptionQuery { After = ids[5] }));
    }

    private async Task TextIsFoundInNameAndUrlWithAsciiCaseIgnoredAndNoWildcardsAsync()
    {
        var erp = await SubscribeAsync(row => row with { Name = "ERP_Sync 100%", Url = "https://a.example/" });
        var shop = await SubscribeAsync(row => row with { Name = "Shop É", Url = "https://shop.example/ERP-hook" });

        Expect.Equal([erp, shop], await IdsAsync(new SubscriptionQuery { Text = "erp" }));
        Expect.Equal([erp], await IdsAsync(new SubscriptionQuery { Text = "p_s" }));
        Expect.Equal([erp], await IdsAsync(new SubscriptionQuery { Text = "%" }));
        Expect.Equal([shop], await IdsAsync(new SubscriptionQuery { Text = "SHOP.EXAMPLE" }));
        Expect.Equal([shop], await IdsAsync(new SubscriptionQuery { Text = "p É" }));
        Expect.Empty(await IdsAsync(new SubscriptionQuery { Text = "p é" }));
        Expect.Empty(await IdsAsync(new SubscriptionQuery { Text = "\\" }));
    }

    private async Task ATenantsListHoldsItsOwnAsync() // R16
    {
        string?[] tenants = [null, "", "x"];
        foreach (var tenant in tenants)
        {
            await SubscribeAsync(row => row with { TenantId = tenant });
        }

        foreach (var tenant in tenants)
        {
            var page = await Stores.Subscriptions.ListAsync(new SubscriptionQuery { Tenant = TenantScope.Only(tenant) }, Cancellation);
            Expect.Equal(tenant, Expect.Single(page).TenantId);
        }

        Expect.Equal(3, (await IdsAsync(new SubscriptionQuery())).Count());
    }

    private async Task<IEnumerable<SubscriptionId>> IdsAsync(SubscriptionQuery query) =>
        (await Stores.Subscriptions.ListAsync(query, Cancellation)).Select(row => row.Id);
}
