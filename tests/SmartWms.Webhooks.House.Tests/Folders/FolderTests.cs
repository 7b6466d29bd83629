namespace SmartWms.Webhooks.House.Tests.Folders;

public sealed class FolderTests
{
    private static readonly IReadOnlyList<SourceFile> Engine = [.. Repository.CSharpFiles("src", FolderMap.Engine)];

    [Fact]
    public void Every_folder_uses_only_the_folders_it_may()
    {
        Complaints.None(FolderRules.ForbiddenUses(Engine));
    }

    [Fact]
    public void Every_file_stands_in_a_folder_of_the_map_and_in_its_namespace()
    {
        Complaints.None(FolderRules.Misplaced(Engine));
        Assert.DoesNotContain("<Using ", File.ReadAllText(Repository.ProjectFile(FolderMap.Engine)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_folder_of_every_package_is_a_word_of_the_domain()
    {
        Complaints.None(FolderRules.ForbiddenFolders(Repository.CSharpFiles("src")));
    }

    [Fact]
    public void The_map_has_no_circle()
    {
        var open = FolderMap.Folders.Except(["Pump", "Hosting"]).ToList();
        while (open.Where(folder => !open.Exists(used => used != folder && FolderMap.MayUse(folder, used))).ToList() is { Count: > 0 } free)
        {
            open = [.. open.Except(free)];
        }

        Complaints.None(open);
    }

    [Theory]
    [InlineData("using SmartWms.Webhooks.Pump;")]
    [InlineData("using static SmartWms.Webhooks.Pump.DeliveryPump;")]
    [InlineData("using Engine = SmartWms.Webhooks.Pump.DeliveryPump;")]
    [InlineData("class A { global::SmartWms.Webhooks.Pump.DeliveryPump _pump; }")]
    [InlineData("class A { Pump.DeliveryPump _pump; }")]
    [InlineData("class A { Webhooks.Pump.DeliveryPump _pump; }")]
    public void A_use_against_the_map_is_found_however_it_is_written(string code)
    {
        SourceFile[] files =
        [
            new("Pump/DeliveryPump.cs", "namespace SmartWms.Webhooks.Pump;\ninternal sealed class DeliveryPump;"),
            new("Events/Bad.cs", "namespace SmartWms.Webhooks.Events;\n" + code),
        ];

        Assert.StartsWith("Events/Bad.cs uses Pump (", Assert.Single(FolderRules.ForbiddenUses(files)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_use_through_the_root_namespace_is_found()
    {
        SourceFile[] files =
        [
            new("Hosting/WmsWebhooksBuilder.cs", "namespace SmartWms.Webhooks;\npublic sealed class WmsWebhooksBuilder;"),
            new("Lanes/Bad.cs", "namespace SmartWms.Webhooks.Lanes;\nclass A { WmsWebhooksBuilder _builder; }"),
        ];

        Assert.Equal(["Lanes/Bad.cs uses Hosting (WmsWebhooksBuilder)"], FolderRules.ForbiddenUses(files));
    }

    [Theory]
    [InlineData("using SmartWms.Webhooks.Events;")]
    [InlineData("using SmartWms.Webhooks.Protocol;")]
    [InlineData("// see Pump.DeliveryPump")]
    [InlineData("class A { string S = \"Pump.DeliveryPump\"; }")]
    [InlineData("class A { int N => Pump.Count; }")]
    [InlineData("class A { int N => options.Pump.DeliveryPump; }")]
    public void What_the_map_allows_and_what_is_no_use_passes(string code)
    {
        SourceFile[] files =
        [
            new("Pump/DeliveryPump.cs", "namespace SmartWms.Webhooks.Pump;\ninternal sealed class DeliveryPump;"),
            new("Deliveries/Good.cs", code + "\nnamespace SmartWms.Webhooks.Deliveries;"),
        ];

        Assert.Equal([], FolderRules.ForbiddenUses(files));
    }

    [Theory]
    [InlineData("Stray.cs", "", "stands beside the folders")]
    [InlineData("Elsewhere/A.cs", "namespace SmartWms.Webhooks.Elsewhere;", "the folder Elsewhere is not in FolderMap")]
    [InlineData("Events/A.cs", "namespace SmartWms.Webhooks.Pump;", "its folder says SmartWms.Webhooks.Events")]
    [InlineData("Events/A.cs", "namespace SmartWms.Webhooks;", "its folder says SmartWms.Webhooks.Events")]
    [InlineData("Events/A.cs", "global using System.Text;", "a global using")]
    public void A_misplaced_file_is_found(string name, string text, string complaint)
    {
        Assert.Contains(complaint, Assert.Single(FolderRules.Misplaced([new SourceFile(name, text)])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_says_nothing_is_refused_at_any_depth()
    {
        Assert.Single(FolderRules.ForbiddenFolders([new SourceFile("SmartWms.Webhooks/Events/Helpers/A.cs", "")]));
    }
}
