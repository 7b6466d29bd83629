using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>The rows of the log by subscription. The newest are not in it yet: a page walks them, and they are listed some thousands at once.</summary>
internal static class DeliveryList
{
    /// <summary>Rows listed at once, and as many at least that are not.</summary>
    public const int Step = 4096;

    internal const string ListedTo = "select listed_to from wms_webhook_meta";

    internal const string AddOne = "insert or ignore into wms_webhook_delivery_list (subscription_id, id) select subscription_id, id from wms_webhook_delivery_log where id = ?1";

    // One row or thousands, it is undone with its transaction or not at all; "or ignore" keeps no copies of pages.
    internal const string AddRange = """
        insert or ignore into wms_webhook_delivery_list (subscription_id, id)
        select subscription_id, id from wms_webhook_delivery_log where id > ?1 and id <= ?2 order by subscription_id, id
        """;

    internal const string Remove = "delete from wms_webhook_delivery_list where subscription_id = ?1 and id = ?2";

    /// <summary>After a row was put into the log.</summary>
    public static void Added(WriteSession session, long id)
    {
        if (id <= session.ListedTo)
        {
            session.Prepare(AddOne).Bind(1, id).Run();
        }
        else if (id - session.ListedTo >= 2 * Step)
        {
            session.Prepare(AddRange).Bind(1, session.ListedTo).Bind(2, session.ListedTo + Step).Run();
            session.ListedTo += Step;
        }
    }
}
