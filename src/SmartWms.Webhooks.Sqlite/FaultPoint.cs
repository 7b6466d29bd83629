namespace SmartWms.Webhooks.Sqlite;

/// <summary>Where crash tests end the process: named moments of the store's work. In production nobody listens.</summary>
internal static class FaultPoint
{
    internal static Action<string>? Reached;

    public static void Hit(string name) => Reached?.Invoke(name);
}
