namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>What an inbox knows of an event that came.</summary>
public enum InboxOutcome
{
    /// <summary>It is new, and kept now.</summary>
    Added = 0,

    /// <summary>It came before and is not handled yet.</summary>
    Pending = 1,

    /// <summary>It was handled.</summary>
    Handled = 2,
}
