using SmartWms.Webhooks.Sqlite.Deliveries;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class QueryPlanTests
{
    public static TheoryData<string, string> Statements => new()
    {
        { DueLaneFinder.DueAfter, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { DueLaneFinder.DueUpTo, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { DueLaneFinder.NextDue, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=?)" },
        { DueLaneFinder.NextDue, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=? AND due_at>?)" },
        { DueLaneFinder.NextDue, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { DueLaneFinder.NextDueOfLanes, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=?)" },
        { DueLaneFinder.NextDueOfLanes, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=? AND due_at>?)" },
        { DueLaneFinder.NextDueOfLanes, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { DueLaneFinder.HasResends, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { OtherResends.First, "SEARCH d USING INDEX wms_webhook_delivery_apart (subscription_id>?)" },
        { OtherResends.First, "SEARCH d USING INDEX wms_webhook_delivery_apart (subscription_id=?)" },
        { OtherResends.FirstLeaseEnd, "SEARCH d USING INDEX wms_webhook_delivery_apart (subscription_id=? AND due_at<?)" },
        { ClaimDeliveries.LongestDue, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at>? AND due_at<?)" },
        { ClaimDeliveries.OldestAttempted, "USING INDEX wms_webhook_delivery_attempted (lane=?)" },
        { ClaimDeliveries.Take, "USING INTEGER PRIMARY KEY" },
        { BacklogReader.Count, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { BacklogReader.CountMany, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { BacklogReader.Oldest, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=? AND due_at<?)" },
        { FarDueTimes.Find, "SEARCH d USING COVERING INDEX wms_webhook_delivery_due (lane=? AND due_at>?)" },
        { HeldDeliveries.FindInLanes, "SEARCH d USING INDEX wms_webhook_delivery_due (lane=?)" },
        { RecoverDeliveries.FindFailed, "SEARCH l USING INDEX wms_webhook_delivery_log_failed (subscription_id=? AND id>?)" },
        { DeliveryDetailsReader.NewestAttempts, "SEARCH wms_webhook_other_attempt USING PRIMARY KEY (delivery_id=? AND number>?)" },
        { DeliveryDetailsReader.AcceptedAttempt, "SEARCH wms_webhook_delivery_log USING INTEGER PRIMARY KEY (rowid=?)" },
        { DeliveryDetailsReader.FirstAttempt, "SEARCH wms_webhook_other_attempt USING PRIMARY KEY (delivery_id=? AND number=?)" },
        { Sweep.FindFinished, "SEARCH e USING INDEX wms_webhook_event_added (purged=? AND added_at<?)" },
        { Sweep.FindFinished, "SEARCH l USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" },
        { Sweep.FindBodies, "SEARCH e USING INDEX wms_webhook_event_added (purged=? AND added_at<?)" },
        { Sweep.FindEvents, "SEARCH e USING INDEX wms_webhook_event_added (purged=? AND added_at<?)" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_of_the_hot_path_finds_its_rows_through_its_index(string sql, string expected)
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();

        var plan = Plan(file, sql);

        Assert.Contains(plan, step => step.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && step.Split(' ')[1] is "d" or "l" or "e" or "b");
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact] // and sorts no more than what it has found by seeks: the first of each webhook, and the first of these
    public async Task Resends_of_all_but_some_webhooks_are_found_through_their_index()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();

        var plan = Plan(file, OtherResends.Due);

        Assert.Contains(plan, step => step.Contains("SEARCH d USING INDEX wms_webhook_delivery_apart (subscription_id=? AND due_at<?)", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("SEARCH r USING INTEGER PRIMARY KEY (rowid=?)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_is_looked_up_by_its_id_and_tenant_through_one_unique_index()
    {
        await using var file = new SqliteFile();
        await file.OpenAsync();

        Assert.Contains(Plan(file, AddEvents.FindEvent), step => step.Contains("USING INDEX wms_webhook_event_id (id=? AND <expr>=?)", StringComparison.Ordinal));
    }

    private static List<string> Plan(SqliteFile file, string sql)
    {
        using var session = file.Reader();
        using var plan = session.Compile("explain query plan " + sql);
        var steps = new List<string>();
        while (plan.Step())
        {
            steps.Add(plan.Text(3));
        }

        return steps;
    }
}
