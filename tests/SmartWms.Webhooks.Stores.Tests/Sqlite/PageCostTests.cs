using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SQLitePCL;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>A page costs what it holds, and at most the newest rows that are not listed yet; not what others have in the log.</summary>
public sealed class PageCostTests
{
    private const int Others = 50_000;
    private const int NotListed = 5_000;

    /// <summary>Walking through all of the others takes more than ten times as many, walking through those that are not listed a third.</summary>
    private const int MostSteps = 200_000;

    public static TheoryData<string> Pages => NarrowPages.Names;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_found_without_walking_through_what_others_have(string page)
    {
        var (query, rows) = NarrowPages.Of(page);
        await using var file = new SqliteFile();
        await file.OpenAsync();
        Fill(file);

        var (found, steps) = Read(file, query);

        Assert.Equal(rows, found);
        Assert.True(steps < MostSteps, $"{page}: {steps} steps");
    }

    [Fact]
    public async Task A_page_without_tests_costs_what_it_costs_with_them()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();
        Fill(file);

        foreach (var query in NarrowPages.WithTests)
        {
            var (all, with) = Read(file, query);
            var (rest, without) = Read(file, query with { WithoutTests = true });

            Assert.Equal((10, 10), (all, rest));
            Assert.True(without <= with + (with / 2) + 500, $"{query}: {with} steps with tests, {without} without");
        }
    }

    private static (int Rows, int Steps) Read(SqliteFile file, DeliveryQuery query)
    {
        using var session = file.Reader();
        var steps = 0;
        raw.sqlite3_progress_handler(session.Handle, 10, _ => (steps += 10) < 0 ? 1 : 0, null);
        return (new DeliveryPage(session, query).Read().Count, steps);
    }

    /// <summary>Four of the small tenant long ago, one of them failed and one still waiting; then very many of the great one.</summary>
    private static void Fill(SqliteFile file)
    {
        using var connection = file.Connect();
        SqliteFile.Execute(connection, $$"""
            begin;
            create temp table n as with recursive n(g) as (select 1 union all select g + 1 from n where g < {{Others}}) select g from n;
            insert into wms_webhook_subscription (version, state, enable_epoch, state_changed_at, tenant, name, url, event_types, channels, contract, header_names, created_at, sealed)
            select 1, case g when 2 then 3 else 0 end, 0, 0, case when g <= 2 then 'small' else 'great' end, 'n', 'https://a.example/', '["*"]', '[]', 'smartwms', '[]', 0, x'' from n where g <= 12;
            insert into wms_webhook_event (key, first_delivery, delivery_count, first_body, body_count, purged, added_at, occurred_at, id, type, tenant, data_hash)
            select g, g, 1, 0, 0, g = 2, case when g <= 4 then {{NarrowPages.Long.UtcTicks}} else {{SqliteFile.Now.UtcTicks}} end, 0, 'evt_' || g, 'order.shipped', case when g <= 4 then 'small' else 'great' end, x'' from n;
            insert into wms_webhook_delivery_log (id, event_key, subscription_id, body_key, state, failure, finished_at, attempts, steps, is_test)
            select g, g, case when g <= 4 then g % 2 + 1 else 3 + g % 10 end, 0, case g % 100 when 1 then 3 else 2 end, 0, 0, 1, 1, 0 from n where g <> 4 and g % 10 <> 0;
            insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger)
            select g, g, case g when 4 then 1 else 3 end, case g when 4 then 1 else 3 end, 0, 0, 0, 0, 0, 0, 0 from n where g = 4 or g % 10 = 0;
            insert into wms_webhook_delivery_list select subscription_id, id from wms_webhook_delivery_log where id <= {{Others - NotListed}};
            update wms_webhook_meta set listed_to = {{Others - NotListed}}, next_event = {{Others + 1}}, next_delivery = {{Others + 1}};
            commit;
            """);
    }
}
