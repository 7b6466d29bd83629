using SmartWms.Webhooks.Crash.Host;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>Kills on a delivery's way, and while a webhook changes.</summary>
public sealed class DeliveryPointTests
{
    [Theory]
    [InlineData(KillPoints.AfterClaimCommit, 10)]
    [InlineData(KillPoints.RequestSent, 200)]
    [InlineData(KillPoints.AnswerRead, 200)]
    [InlineData(KillPoints.Disabled, 8)]
    [InlineData(KillPoints.Rotated, 40)]
    public Task Nothing_is_lost(string point, int passes) =>
        Cases.JudgeAsync(point, TestSize.KillsAtEachPoint, (crash, random) => crash.KillAtAsync(point, random.Next(1, passes + 1)));
}
