namespace SmartWms.Webhooks.Conformance.Tests.Guide;

/// <summary>What the guide's tests open.</summary>
internal static class MyStore
{
    // snippet: open
    public static async Task<StoreUnderTest> OpenEmptyAsync(CancellationToken cancellationToken)
    {
        var database = await MyDatabase.CreateEmptyAsync(cancellationToken);
        return new StoreUnderTest
        {
            Subscriptions = database.Subscriptions,
            Deliveries = database.Deliveries,
            Log = database.Log,
            OpenSecondNode = database.OpenAgainAsync,       // leave it out when one process at a time may use the database
            BeginTransaction = database.BeginAsync,         // only for an ITransactionalDeliveryStore
            EarlierSchemas = MyDatabase.EarlierSchemas,     // once there are some
            Disposing = database.RemoveAsync,
        };
    }
    // end
}
