using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class PostgreSqlRetryingTests : RetryingSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => PostgreSqlWmsDatabase.CreateAsync();
}
