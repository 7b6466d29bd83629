namespace SmartWms.Webhooks.Testbed;

/// <summary>How an <see cref="Answer"/> ends.</summary>
public enum AnswerEnding
{
    /// <summary>As HTTP wants it.</summary>
    Complete = 0,

    /// <summary>The connection is aborted instead of an answer.</summary>
    AbortInstead,

    /// <summary>Headers and body leave, then the connection is aborted although more was announced.</summary>
    AbortMidBody,
}
