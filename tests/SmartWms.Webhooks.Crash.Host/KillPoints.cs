namespace SmartWms.Webhooks.Crash.Host;

/// <summary>The ten moments at which a run is killed. Known to the child, which kills itself there, and to the parent, which counts.</summary>
internal static class KillPoints
{
    /// <summary>Inside a publish: the event's row is written, its deliveries are not.</summary>
    public const string EventInserted = "add:event-inserted";

    public const string BeforeAddCommit = "add:before-commit";

    /// <summary>Durable, and its publisher does not know.</summary>
    public const string AfterAddCommit = "add:after-commit";

    /// <summary>Leased, and nothing sent.</summary>
    public const string AfterClaimCommit = "claim:after-commit";

    /// <summary>The receiver has the whole request and has not answered. The parent kills: only it can know.</summary>
    public const string RequestSent = "request:sent";

    /// <summary>The answer is read, and nothing is made of it.</summary>
    public const string AnswerRead = "answer:read";

    public const string BeforeRecordCommit = "record:before-commit";

    public const string AfterRecordCommit = "record:after-commit";

    /// <summary>Inside the transaction that ends a delivery as Failed and disables its webhook.</summary>
    public const string Disabled = "record:disabled";

    /// <summary>Inside the transaction that gives a webhook a new secret.</summary>
    public const string Rotated = "subscription:updated";
}
