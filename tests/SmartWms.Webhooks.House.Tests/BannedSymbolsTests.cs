namespace SmartWms.Webhooks.House.Tests;

public sealed class BannedSymbolsTests
{
    public static TheoryData<string> Packages => Shipped.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Every_package_is_built_with_the_banned_symbols(string package)
    {
        Complaints.None(BannedSymbols.Missing(await BannedSymbols.EvaluateAsync(Repository.ProjectFile(package), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Using_a_banned_symbol_is_an_error_and_the_list_bans_the_clock()
    {
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig")), StringComparison.Ordinal);
        Assert.Contains("P:System.DateTimeOffset.UtcNow;", File.ReadAllText(Path.Combine(Repository.Root, "src", "BannedSymbols.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_the_list_is_found()
    {
        const string Evaluated = """{"Properties":{"NoWarn":"CS1591;RS0030"},"Items":{"AdditionalFiles":[],"PackageReference":[{"Identity":"Polly.Core"}]}}""";

        Assert.Equal(3, BannedSymbols.Missing(Evaluated).Count);
    }
}
