using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class SqliteContextTests : ContextSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}
