using System.Text.RegularExpressions;
using SmartWms.Webhooks.FaultGate;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>The fault gate's command line, and what its README says of it.</summary>
public sealed partial class GateTests
{
    [Theory]
    [InlineData("ci")]
    [InlineData("standard --seed 7")]
    [InlineData("ci --only F1,F6 --seed 7")]
    [InlineData("long --minutes 0.5")]
    public void A_command_line_is_read(string line) => Assert.NotNull(CommandLine.Parse(line.Split(' '), seedOtherwise: 1));

    [Theory]
    [InlineData("")]
    [InlineData("quick")]
    [InlineData("0")]
    [InlineData("ci --seed")]
    [InlineData("ci --seed x")]
    [InlineData("ci --only F1,F99")]
    [InlineData("ci --minutes 3")]
    [InlineData("ci --what 3")]
    public void A_wrong_one_is_refused(string line) => Assert.Null(CommandLine.Parse(line.Split(' '), seedOtherwise: 1));

    [Fact]
    public void The_seed_is_taken_over() => Assert.Equal(7, CommandLine.Parse(["ci", "--seed", "7"], seedOtherwise: 1)!.Seed);

    [Fact]
    public void The_readmes_table_of_faults_is_the_programs() => Assert.Contains(Catalogue.Table(), Read("SmartWms.Webhooks.FaultGate/README.md"), StringComparison.Ordinal);

    [Fact]
    public void The_readmes_mutants_are_the_scripts()
    {
        var script = Mutant().Matches(Read("faultgate-mutants")).Select(match => (match.Groups["name"].Value, match.Groups["fault"].Value));
        var readme = Row().Matches(Read("SmartWms.Webhooks.FaultGate/README.md")).Select(match => (match.Groups["name"].Value, match.Groups["fault"].Value)).ToList();

        Assert.True(readme.Count >= 14);
        Assert.Equal(script, readme);
    }

    [Fact]
    public void Ci_kills_twenty_times_and_more_on_each_store()
    {
        var ci = Catalogue.All.ToDictionary(fault => fault.Id, fault => fault.Ci);

        Assert.True(ci["F1"] + (ci["F3"] / 2) >= 20);
        Assert.True(ci["F2"] + (ci["F3"] / 2) >= 20);
    }

    private static string Read(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SmartWms.Webhooks.sln")))
            {
                return File.ReadAllText(Path.Combine(folder.FullName, "tests", file));
            }
        }

        throw new FileNotFoundException("There is no checkout around the tests.", file);
    }

    [GeneratedRegex(@"^mutant (?<name>[a-z-]+) (?<fault>F\d+)", RegexOptions.Multiline)]
    private static partial Regex Mutant();

    [GeneratedRegex(@"^\| (?<name>[a-z]+(?:-[a-z]+)+)[^|]*\| (?<fault>F\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
