using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Which store the host chose. None, or two, is a start-up error that names the call.</summary>
internal sealed class StoreChoice
{
    private readonly List<(string Call, Func<IServiceProvider, WebhookStores> Make)> _choices = [];

    public void Add(string call, Func<IServiceProvider, WebhookStores> make) => _choices.Add((call, make));

    /// <exception cref="InvalidOperationException">None or several were chosen.</exception>
    public WebhookStores Make(IServiceProvider services) => _choices switch
    {
        [var (_, make)] => make(services),
        [] => throw new InvalidOperationException(
            "AddWmsWebhooks() has no store. Choose one: UseSqlite(\"Data Source=wms.db\") of SmartWms.Webhooks.Sqlite, UseStores(...) for your own, or UseInMemory() to try it out (nothing survives a restart)."),
        _ => throw new InvalidOperationException($"AddWmsWebhooks() has {_choices.Count} stores: {string.Join(", ", _choices.Select(choice => choice.Call))}. Keep one."),
    };
}
