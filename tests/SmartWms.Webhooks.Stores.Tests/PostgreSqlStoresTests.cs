namespace SmartWms.Webhooks.Stores.Tests;

public sealed class PostgreSqlStoresTests
{
    public static TheoryData<string> Rules => RuleRows.All;

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_store_on_PostgreSQL_keeps_rule(string number)
    {
        PostgresDatabases.SkipUnlessInstalled();
        await RuleRows.RunAsync(number, PostgresDatabases.OpenAsync);
    }
}
