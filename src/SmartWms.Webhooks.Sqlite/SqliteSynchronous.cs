namespace SmartWms.Webhooks.Sqlite;

/// <summary>What a commit waits for.</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit is on the disk when it returns: nothing acknowledged is lost when the power fails. The default.</summary>
    Full = 0,

    /// <summary>Faster. A crash of the process loses nothing; when the power fails, the last commits may be gone, and the file stays whole.</summary>
    Normal = 1,
}
