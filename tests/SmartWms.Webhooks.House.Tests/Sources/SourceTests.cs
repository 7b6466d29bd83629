namespace SmartWms.Webhooks.House.Tests.Sources;

public sealed class SourceTests
{
    [Fact]
    public void No_source_file_is_longer_than_the_limit()
    {
        Complaints.None(SourceRules.TooLong([.. Repository.CSharpFiles("src"), .. Repository.Files("*.sql", "src")]));
    }

    [Fact]
    public void A_file_holds_one_public_type()
    {
        Complaints.None(SourceRules.SeveralPublicTypes(Repository.CSharpFiles("src")));
    }

    [Fact]
    public void No_test_sleeps()
    {
        Complaints.None(SourceRules.Sleeps(Repository.CSharpFiles("tests")));
    }

    [Fact]
    public void A_file_one_line_too_long_is_found()
    {
        SourceFile[] files = [Lines(SourceRules.MostLines), Lines(SourceRules.MostLines + 1)];

        Assert.Equal(["301.cs: 301 lines, the limit is 300"], SourceRules.TooLong(files));

        static SourceFile Lines(int count) => new($"{count}.cs", string.Concat(Enumerable.Repeat("//\n", count)));
    }

    [Theory]
    [InlineData("public sealed class A;\npublic enum B { C }")]
    [InlineData("public readonly record struct A(int N);\n\npublic delegate Task<int> B(string s);")]
    [InlineData("public static partial class A\n{\n}\n[Flags]\npublic interface B;")]
    public void A_second_public_type_is_found(string text)
    {
        Assert.Equal(["A.cs: A, B"], SourceRules.SeveralPublicTypes([new SourceFile("A.cs", text)]));
    }

    [Theory]
    [InlineData("public abstract record A\n{\n    public sealed record B : A;\n}")]
    [InlineData("public interface A;\npublic interface A<T>;")]
    [InlineData("public sealed class A;\ninternal sealed class B;")]
    [InlineData("/*\npublic sealed class A;\n*/\npublic sealed class B;")]
    public void A_family_of_one_type_passes(string text)
    {
        Assert.Equal([], SourceRules.SeveralPublicTypes([new SourceFile("A.cs", text)]));
    }

    [Theory]
    [InlineData("Thread.Sleep(10);")]
    [InlineData("Thread.Sleep(clock.Wait());")]
    [InlineData("await Task.Delay(10);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), token); clock.Advance(x);")]
    public void A_sleep_is_found(string code)
    {
        Assert.Single(SourceRules.Sleeps([new SourceFile("ATests.cs", code)]));
    }

    [Theory]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), _clock, token);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), fakeClock);")]
    [InlineData("await Task.Delay(Timeout.Infinite, token);")]
    [InlineData("// Thread.Sleep(10)")]
    public void A_delay_on_a_clock_of_the_test_passes(string code)
    {
        Assert.Equal([], SourceRules.Sleeps([new SourceFile("ATests.cs", code)]));
    }
}
