using SmartWms.Webhooks.Stores.Tests.Suite;

namespace SmartWms.Webhooks.Stores.Tests;

public sealed class PostgreSqlAddingTests : AddingSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlClaimingTests : ClaimingSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlCounterTests : CounterSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlHoldTests : HoldSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlLaneTests : LaneSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlLanePickTests : LanePickSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlLogTests : LogSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlRecordingTests : RecordingSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlRecoverTests : RecoverSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlResendTests : ResendSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlRetentionTests : RetentionSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlSubscriptionSearchTests : SubscriptionSearchSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlSubscriptionStoreTests : SubscriptionStoreSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlTestDeliveryTests : TestDeliverySuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }

public sealed class PostgreSqlTextTests : TextSuite { protected override Task<StoreHarness> CreateAsync() => PostgresDatabases.CreateAsync(); }
