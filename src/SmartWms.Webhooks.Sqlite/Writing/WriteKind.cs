namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>What an operation does, as far as the writer treats it differently.</summary>
internal enum WriteKind
{
    /// <summary>A person's or the sweep's change.</summary>
    Other = 0,

    /// <summary>A publish: goes first, is bounded in number, and waits only so long for another's lock.</summary>
    Add = 1,

    Claim = 2,

    Record = 3,
}
