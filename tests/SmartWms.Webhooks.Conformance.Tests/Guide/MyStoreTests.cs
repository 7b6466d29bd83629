namespace SmartWms.Webhooks.Conformance.Tests.Guide;

// snippet: xunit
public sealed class MyStoreTests
{
    public static TheoryData<string> Rules => [.. StoreConformance.Rules.Select(rule => rule.Number)];

    [Theory]
    [MemberData(nameof(Rules))]
    public Task My_store_keeps_rule(string number) =>
        StoreConformance.RunAsync(StoreConformance.Rule(number), OpenAsync, TestContext.Current.CancellationToken);

    private static Task<StoreUnderTest> OpenAsync(CancellationToken cancellationToken) => MyStore.OpenEmptyAsync(cancellationToken);
}
// end
