using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class SqliteSavingTests : SavingSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}

public sealed class SqliteRetryingTests : RetryingSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}

public sealed class SqliteHostTransactionTests : HostTransactionSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}

public sealed class SqliteContextTests : ContextSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}
