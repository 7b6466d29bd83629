using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Audit;

/// <summary>What a store of the audit trail promises.</summary>
public sealed class AuditStoreTests : IAsyncDisposable
{
    private OpenedStores? _opened;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IAuditStore Audit => _opened!.Stores.Audit!;

    public ValueTask DisposeAsync() => _opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task An_entry_is_read_back_whole(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        var full = Entry(AuditAction.Updated, 7) with { Actor = "สมชาย", TenantId = "", Detail = "url, eventTypes" };
        var bare = new AuditEntry { At = Given.Start, Action = AuditAction.TenantErased };
        await Audit.AppendAsync(full, Cancellation);
        await Audit.AppendAsync(bare, Cancellation);

        var read = await Audit.ListAsync(new AuditQuery(), Cancellation);

        Assert.Equal([bare, full], read.Select(entry => entry with { Id = 0 }));
        Assert.True(read[0].Id > read[1].Id && read[1].Id > 0);
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Pages_go_back_from_the_newest_and_stay_as_they_were_while_more_is_written(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await AppendAsync(1, 2, 3, 4, 5);
        var first = await Audit.ListAsync(new AuditQuery { PageSize = 2 }, Cancellation);
        await AppendAsync(6);

        var second = await Audit.ListAsync(new AuditQuery { PageSize = 2, Before = first[^1].Id }, Cancellation);
        var third = await Audit.ListAsync(new AuditQuery { PageSize = 2, Before = second[^1].Id }, Cancellation);

        Assert.Equal([5L, 4, 3, 2, 1], first.Concat(second).Concat(third).Select(entry => entry.Webhook!.Value.Value));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task A_tenant_sees_its_own_and_no_tenant_is_a_tenant_of_its_own(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        foreach (var tenant in new[] { null, "", "north", "North" })
        {
            await Audit.AppendAsync(Entry(AuditAction.Paused, 1) with { TenantId = tenant }, Cancellation);
        }

        foreach (var tenant in new[] { null, "", "north", "North" })
        {
            Assert.Equal(tenant, Assert.Single(await Audit.ListAsync(new AuditQuery { Tenant = TenantScope.Only(tenant) }, Cancellation)).TenantId);
        }
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task One_webhook_can_be_asked_for(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await AppendAsync(1, 2, 1, 3);

        Assert.Equal(2, (await Audit.ListAsync(new AuditQuery { Webhook = new SubscriptionId(1) }, Cancellation)).Count);
        Assert.Empty(await Audit.ListAsync(new AuditQuery { Webhook = new SubscriptionId(4) }, Cancellation));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Old_entries_are_removed(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await Audit.AppendAsync(Entry(AuditAction.Created, 1), Cancellation);
        await Audit.AppendAsync(Entry(AuditAction.Deleted, 1) with { At = Given.Start.AddDays(1) }, Cancellation);

        Assert.Equal(1, await Audit.PurgeAsync(Given.Start.AddDays(1), 100, Cancellation));
        Assert.Equal(0, await Audit.PurgeAsync(Given.Start.AddDays(1), 100, Cancellation));
        Assert.Equal(AuditAction.Deleted, Assert.Single(await Audit.ListAsync(new AuditQuery(), Cancellation)).Action);
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Removing_goes_in_batches_the_oldest_first(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await AppendAsync(1, 2, 3);

        Assert.Equal(2, await Audit.PurgeAsync(Given.Start.AddDays(1), 2, Cancellation));
        Assert.Equal([3L], (await Audit.ListAsync(new AuditQuery(), Cancellation)).Select(entry => entry.Webhook!.Value.Value));
        Assert.Equal(1, await Audit.PurgeAsync(Given.Start.AddDays(1), 2, Cancellation));
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task A_webhook_of_another_tenant_shows_nothing(string kind)
    {
        _opened = await OpenedStores.OpenAsync(kind);
        await Audit.AppendAsync(Entry(AuditAction.Paused, 1) with { TenantId = "north" }, Cancellation);

        Assert.Empty(await Audit.ListAsync(new AuditQuery { Webhook = new SubscriptionId(1), Tenant = TenantScope.Only("south") }, Cancellation));
        Assert.Single(await Audit.ListAsync(new AuditQuery { Webhook = new SubscriptionId(1), Tenant = TenantScope.Only("north") }, Cancellation));
    }

    private static AuditEntry Entry(AuditAction action, long webhook) => new() { At = Given.Start, Action = action, Webhook = new SubscriptionId(webhook) };

    private async Task AppendAsync(params long[] webhooks)
    {
        foreach (var webhook in webhooks)
        {
            await Audit.AppendAsync(Entry(AuditAction.Updated, webhook), Cancellation);
        }
    }
}
