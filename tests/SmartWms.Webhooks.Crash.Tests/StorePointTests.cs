using SmartWms.Webhooks.Crash.Host;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>Kills between the steps of the store's transactions.</summary>
public sealed class StorePointTests
{
    [Theory]
    [InlineData(KillPoints.EventInserted, 60)]
    [InlineData(KillPoints.BeforeAddCommit, 40)]
    [InlineData(KillPoints.AfterAddCommit, 40)]
    [InlineData(KillPoints.BeforeRecordCommit, 40)]
    [InlineData(KillPoints.AfterRecordCommit, 40)]
    public Task Nothing_is_lost(string point, int passes) =>
        Cases.JudgeAsync(point, TestSize.KillsAtEachPoint, (crash, random) => crash.KillAtAsync(point, random.Next(1, passes + 1)));
}
