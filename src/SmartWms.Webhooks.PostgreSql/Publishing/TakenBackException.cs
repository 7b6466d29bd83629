namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>Ends a transaction without storing it.</summary>
internal sealed class TakenBackException(EventFate[] fates) : Exception
{
    public EventFate[] Fates => fates;
}
