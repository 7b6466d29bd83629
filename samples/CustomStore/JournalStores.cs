using CustomStore.Journal;
using SmartWms.Webhooks.Deliveries;

namespace CustomStore;

/// <summary>The three ports over one journal file. One process at a time.</summary>
internal static class JournalStores
{
    public static WebhookStores Of(string file)
    {
        var keeper = new Keeper(file);
        return new WebhookStores(new JournalSubscriptions(keeper), new JournalDeliveries(keeper), new JournalLog(keeper))
        {
            OpenAsync = _ => Task.Run(keeper.Open, CancellationToken.None),
            CloseAsync = keeper.DisposeAsync,
        };
    }
}
