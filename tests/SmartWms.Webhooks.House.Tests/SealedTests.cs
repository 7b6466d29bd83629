namespace SmartWms.Webhooks.House.Tests;

public sealed class SealedTests
{
    public static TheoryData<string> Packages => Shipped.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_class_is_sealed_unless_it_is_abstract(string package)
    {
        Complaints.None(Open(Shipped.Load(package).GetTypes()));
    }

    [Fact]
    public void An_open_class_is_found_public_nested_or_internal()
    {
        Assert.Equal([typeof(OpenSample).FullName], Open([typeof(OpenSample), typeof(AbstractSample), typeof(StaticSample), typeof(SealedTests), typeof(DayOfWeek)]));
    }

    private static IEnumerable<string?> Open(IEnumerable<Type> types) =>
        Shipped.WrittenTypes(types).Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName);

#pragma warning disable CA1852 // Not sealed, as that is what the rule must find.
    private class OpenSample;
#pragma warning restore CA1852

    private abstract class AbstractSample;

    private static class StaticSample;
}
