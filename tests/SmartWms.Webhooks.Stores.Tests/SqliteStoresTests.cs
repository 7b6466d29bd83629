using SmartWms.Webhooks.Stores.Tests.Suite;

namespace SmartWms.Webhooks.Stores.Tests;

public sealed class SqliteAddingTests : AddingSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteClaimingTests : ClaimingSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteCounterTests : CounterSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteHoldTests : HoldSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteLaneTests : LaneSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteLanePickTests : LanePickSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteLogTests : LogSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteRecordingTests : RecordingSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteRecoverTests : RecoverSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteResendTests : ResendSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteRetentionTests : RetentionSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteSubscriptionSearchTests : SubscriptionSearchSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteSubscriptionStoreTests : SubscriptionStoreSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteTestDeliveryTests : TestDeliverySuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }

public sealed class SqliteTextTests : TextSuite { protected override Task<StoreHarness> CreateAsync() => SqliteFiles.CreateAsync(); }
