using SmartWms.Webhooks.Stores.Tests.Suite;

namespace SmartWms.Webhooks.Stores.Tests;

public sealed class InMemoryAddingTests : AddingSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryClaimingTests : ClaimingSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryCounterTests : CounterSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryHoldTests : HoldSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryLaneTests : LaneSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryLanePickTests : LanePickSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryLogTests : LogSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryRecordingTests : RecordingSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryRecoverTests : RecoverSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryResendTests : ResendSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryRetentionTests : RetentionSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemorySubscriptionSearchTests : SubscriptionSearchSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemorySubscriptionStoreTests : SubscriptionStoreSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryTestDeliveryTests : TestDeliverySuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }

public sealed class InMemoryTextTests : TextSuite { protected override Task<StoreHarness> CreateAsync() => InMemoryStores.CreateAsync(); }
