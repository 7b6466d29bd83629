namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>Kills at no point in particular, three on one file before it may rest.</summary>
public sealed class RandomKillTests
{
    private const int KillsOfAFile = 3;

    [Fact]
    public Task Nothing_is_lost() =>
        Cases.JudgeAsync("random", (TestSize.RandomKills + KillsOfAFile - 1) / KillsOfAFile, async (crash, random) =>
        {
            for (var kill = 0; kill < KillsOfAFile; kill++)
            {
                await crash.KillAfterAsync(TimeSpan.FromMilliseconds(random.Next(50, 1501)));
            }
        });
}
