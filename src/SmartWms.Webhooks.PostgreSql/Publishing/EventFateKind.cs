namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>What can become of an event that is to be stored.</summary>
internal enum EventFateKind
{
    Stale = 0,
    Added = 1,
    Duplicate = 2,
    Conflict = 3,
    Gone = 4,
}
