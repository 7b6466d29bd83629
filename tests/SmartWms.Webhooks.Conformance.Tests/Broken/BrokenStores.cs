namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Every broken store with the rule that must find it, named beforehand.</summary>
internal static class BrokenStores
{
    public static IReadOnlyList<BrokenStore> All { get; } =
    [
        new("takes a conflict for a duplicate", "A-05") { Deliveries = Adding.ConflictsAsDuplicates },
        new("does not look at the version that a publish was matched with", "A-11") { Deliveries = Adding.StaleMatches },
        new("stores what was cancelled", "A-16") { Deliveries = Adding.AfterCancelling },
        new("gives one row in a hundred to two claimers", "C-12") { Deliveries = Claiming.OneRowTwice },
        new("gives a lane more than it has slots", "C-02") { Deliveries = Claiming.TooMany },
        new("claims those due last first", "C-04") { Deliveries = Claiming.NewestFirst },
        new("hides what is due exactly at the low watermark", "C-07") { Deliveries = Claiming.AboveTheWatermark },
        new("accepts a result after the lease was lost", "L-03") { Deliveries = Leasing.ZombieResults },
        new("accepts a release after the lease was lost", "L-08") { Deliveries = Leasing.ZombieReleases },
        new("finds a lane only once those before it are done", "L-12") { Deliveries = Leasing.OneLaneAtATime },
        new("lets blocked lanes use up the limit", "L-16") { Deliveries = Leasing.BlockedLanesCount },
        new("disables a subscription that a person enabled since", "R-23") { Deliveries = Recording.LateDisabling },
        new("disables for a failure of any age", "R-25") { Deliveries = Recording.AnySinceDisables },
        new("counts every attempt as a step of the schedule", "R-04") { Deliveries = Recording.EveryAttemptIsAStep },
        new("lets any tenant cancel", "P-34") { Deliveries = People.AnyTenantCancels },
        new("says that nothing is left to recover after the first batch", "P-21") { Deliveries = People.OneBatchOnly },
        new("holds resends with their lane", "P-03") { Deliveries = People.ResendsOfActiveOnly },
        new("brings resends that were to be left out", "P-47") { Deliveries = People.NoneLeftOut },
        new("lets resends that are left out use up the amount", "P-47") { Deliveries = People.LeftOutAfterwards },
        new("tells of resends that were to be left out", "P-47") { Deliveries = People.LeftOutStillTold },
        new("cancels what is held for a moment", "P-35") { Deliveries = People.HeldTooLong },
        new("leaves deleted subscriptions out of the changes", "S-05") { Subscriptions = Subscribing.DeletedUnseen },
        new("lets the last writer win", "S-07") { Subscriptions = Subscribing.LastWriterWins },
        new("finds what has no tenant for every tenant", "S-15") { Subscriptions = Subscribing.NoTenantForAll },
        new("pages by offset", "Q-10") { Log = Reading.ByOffset },
        new("takes no tenant for every tenant", "Q-12") { Log = Reading.NoTenantIsAll },
        new("finds event ids with letter case ignored", "Q-08") { Log = Reading.AnyCase },
        new("leaves answers out of pages", "Q-14") { Log = Reading.WithoutAnswers },
        new("fills a tenant's page from its newest webhook alone", "Q-15") { Log = Reading.OneWebhookAPage },
        new("takes a test that is sent again for a delivery", "Q-16") { Log = Reading.ResentTestsForgotten },
        new("leaves tests out of a page once it is read", "Q-17") { Log = Reading.TestsLeftOutLate },
        new("reads every attempt of a delivery", "Q-18") { Log = Reading.EveryAttempt },
        new("leaves a delivery's first attempt out", "Q-18") { Log = Reading.WithoutTheFirstAttempt },
        new("does not say which answers it leaves out", "Q-18") { Log = Reading.SilentAboutAnswers },
        new("keeps answers as text", "T-03") { Deliveries = Writing.AnswersAsText },
        new("keeps bodies as text", "T-01") { Deliveries = Writing.BodiesAsText },
        new("cuts names", "T-06") { Subscriptions = Writing.ShortNames },
        new("removes everything in one go", "K-10") { Deliveries = Purging.AllAtOnce },
        new("forgets event ids with their log", "K-06") { Deliveries = Purging.IdsWithTheLog },
        new("stores beside the host's transaction", "H-02") { Deliveries = (inner, _) => new OutsideTheTransaction(inner) },
    ];
}
