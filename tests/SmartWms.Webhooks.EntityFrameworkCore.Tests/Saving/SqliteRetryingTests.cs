using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class SqliteRetryingTests : RetryingSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}
