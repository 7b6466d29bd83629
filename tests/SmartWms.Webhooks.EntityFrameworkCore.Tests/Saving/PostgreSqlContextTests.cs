using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class PostgreSqlContextTests : ContextSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => PostgreSqlWmsDatabase.CreateAsync();
}
