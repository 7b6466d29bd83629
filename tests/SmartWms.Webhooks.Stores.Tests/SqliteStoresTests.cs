namespace SmartWms.Webhooks.Stores.Tests;

public sealed class SqliteStoresTests
{
    public static TheoryData<string> Rules => RuleRows.All;

    [Theory]
    [MemberData(nameof(Rules))]
    public Task The_store_on_SQLite_keeps_rule(string number) => RuleRows.RunAsync(number, SqliteFiles.OpenAsync);
}
