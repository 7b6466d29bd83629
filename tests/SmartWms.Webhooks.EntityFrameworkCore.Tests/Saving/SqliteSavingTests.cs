using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

public sealed class SqliteSavingTests : SavingSuite
{
    protected override ValueTask<IWmsDatabase> DatabaseAsync() => new(new SqliteWmsDatabase());
}
