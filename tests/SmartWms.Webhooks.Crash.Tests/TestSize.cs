namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>How much is run: <c>WMS_TESTS=full</c> for the sizes that are promised, anything else for a minute on two cores.</summary>
internal static class TestSize
{
    private static readonly bool IsFull = string.Equals(Environment.GetEnvironmentVariable("WMS_TESTS"), "full", StringComparison.OrdinalIgnoreCase);

    public static int KillsAtEachPoint => IsFull ? 20 : 2;

    public static int RandomKills => IsFull ? 100 : 3;

    /// <summary>Events that two publishers among four nodes publish.</summary>
    public static int NodeEvents => IsFull ? 200_000 : 20_000;

    /// <summary>Kills and cuts of these nodes, at most.</summary>
    public static int NodeAttacks => IsFull ? 100 : 12;

    /// <summary>Cases at once.</summary>
    public const int AtOnce = 2;
}
