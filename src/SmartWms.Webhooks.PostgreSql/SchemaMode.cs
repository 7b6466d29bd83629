namespace SmartWms.Webhooks.PostgreSql;

/// <summary>What a host does about the tables when it starts.</summary>
public enum SchemaMode
{
    /// <summary>Makes them, or brings them up to date; any number of nodes may start at once. The default.</summary>
    CreateOrUpdate = 0,

    /// <summary>Only looks: the start fails, and says what to do, when they are missing or too old. For roles that may not create tables.</summary>
    Validate = 1,

    /// <summary>Does not even look.</summary>
    None = 2,
}
