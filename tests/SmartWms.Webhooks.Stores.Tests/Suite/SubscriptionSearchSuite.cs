using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Finding subscriptions: by key, by page, by text.</summary>
public abstract class SubscriptionSearchSuite : StoreSuite
{
    [Fact]
    public async Task A_key_names_one_living_subscription_of_a_tenant()
    {
        var first = await SubscribeAsync(row => row with { Key = "erp", TenantId = "x" });

        Assert.Null(await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Key = "erp", TenantId = "x" }, Cancellation));

        Assert.Equal(first, (await Stores.Subscriptions.FindByKeyAsync("x", "erp", Cancellation))!.Id);
        Assert.Single((await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed);
    }

    [Fact]
    public async Task Each_tenant_has_keys_of_its_own() // R16: null and '' are tenants of their own
    {
        string?[] tenants = [null, "", "x"];
        foreach (var tenant in tenants)
        {
            var id = await SubscribeAsync(row => row with { Key = "erp", TenantId = tenant });
            var found = await Stores.Subscriptions.FindByKeyAsync(tenant, "erp", Cancellation);
            Assert.Equal((id, tenant), (found!.Id, found.TenantId));
            Assert.Null(await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Key = "erp", TenantId = tenant }, Cancellation));
        }

        Assert.Null(await Stores.Subscriptions.FindByKeyAsync("y", "erp", Cancellation));
        Assert.Null(await Stores.Subscriptions.FindByKeyAsync("x", "ERP", Cancellation));
    }

    [Fact]
    public async Task The_key_of_a_deleted_subscription_is_free()
    {
        var deleted = await SubscribeAsync(row => row with { Key = "erp" });
        await SetStateAsync(deleted, SubscriptionState.Deleted);
        Assert.Null(await Stores.Subscriptions.FindByKeyAsync(null, "erp", Cancellation));

        var next = await SubscribeAsync(row => row with { Key = "erp" });

        Assert.Equal(next, (await Stores.Subscriptions.FindByKeyAsync(null, "erp", Cancellation))!.Id);
        Assert.Equal(SubscriptionState.Deleted, (await SubscriptionAsync(deleted)).State);
    }

    [Fact]
    public async Task Any_number_of_subscriptions_have_no_key()
    {
        Assert.NotEqual(await SubscribeAsync(), await SubscribeAsync());
    }

    [Fact]
    public async Task The_list_goes_by_id_in_pages_and_leaves_deleted_ones_out()
    {
        List<SubscriptionId> ids = [];
        for (var index = 0; index < 6; index++)
        {
            ids.Add(await SubscribeAsync());
        }

        await SetStateAsync(ids[1], SubscriptionState.Deleted);
        await SetStateAsync(ids[2], SubscriptionState.Disabled);

        Assert.Equal([ids[0], ids[2], ids[3]], await IdsAsync(new SubscriptionQuery { PageSize = 3 }));
        Assert.Equal([ids[4], ids[5]], await IdsAsync(new SubscriptionQuery { PageSize = 3, After = ids[3] }));
        Assert.Equal([ids[1]], await IdsAsync(new SubscriptionQuery { State = SubscriptionState.Deleted }));
        Assert.Equal([ids[2]], await IdsAsync(new SubscriptionQuery { State = SubscriptionState.Disabled }));
        Assert.Empty(await IdsAsync(new SubscriptionQuery { After = ids[5] }));
    }

    [Fact]
    public async Task Text_is_found_in_name_and_url_with_ascii_case_ignored_and_no_wildcards()
    {
        var erp = await SubscribeAsync(row => row with { Name = "ERP_Sync 100%", Url = "https://a.example/" });
        var shop = await SubscribeAsync(row => row with { Name = "Shop É", Url = "https://shop.example/ERP-hook" });

        Assert.Equal([erp, shop], await IdsAsync(new SubscriptionQuery { Text = "erp" }));
        Assert.Equal([erp], await IdsAsync(new SubscriptionQuery { Text = "p_s" }));
        Assert.Equal([erp], await IdsAsync(new SubscriptionQuery { Text = "%" }));
        Assert.Equal([shop], await IdsAsync(new SubscriptionQuery { Text = "SHOP.EXAMPLE" }));
        Assert.Equal([shop], await IdsAsync(new SubscriptionQuery { Text = "p É" }));
        Assert.Empty(await IdsAsync(new SubscriptionQuery { Text = "p é" }));
        Assert.Empty(await IdsAsync(new SubscriptionQuery { Text = "\\" }));
    }

    [Fact]
    public async Task A_tenants_list_holds_its_own() // R16
    {
        string?[] tenants = [null, "", "x"];
        foreach (var tenant in tenants)
        {
            await SubscribeAsync(row => row with { TenantId = tenant });
        }

        foreach (var tenant in tenants)
        {
            var page = await Stores.Subscriptions.ListAsync(new SubscriptionQuery { Tenant = TenantScope.Only(tenant) }, Cancellation);
            Assert.Equal(tenant, Assert.Single(page).TenantId);
        }

        Assert.Equal(3, (await IdsAsync(new SubscriptionQuery())).Count());
    }

    private async Task<IEnumerable<SubscriptionId>> IdsAsync(SubscriptionQuery query) =>
        (await Stores.Subscriptions.ListAsync(query, Cancellation)).Select(row => row.Id);
}
