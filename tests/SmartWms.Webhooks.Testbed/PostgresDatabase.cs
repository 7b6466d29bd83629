namespace SmartWms.Webhooks.Testbed;

/// <summary>One database of a test's own, dropped at the end.</summary>
public sealed class PostgresDatabase(PostgresServer server, string name) : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The server it is on.</summary>
    public PostgresServer Server => server;

    /// <summary>For Npgsql.</summary>
    public string ConnectionString => server.ConnectionString(name);

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop database if exists {name} with (force)");
}
