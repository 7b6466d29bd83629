using System.Buffers.Binary;
using System.Xml.Linq;

namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>What a stranger finds in each package.</summary>
public sealed class PackageContentTests(Feed feed)
{
    public static TheoryData<string> Packages => [.. Feed.Names];

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_says_what_it_is_who_made_it_and_under_which_licence(string name)
    {
        var package = feed.Open(name);
        var repository = package.Nuspec.Element(package.Nuspec.Name.Namespace + "repository")!;

        Assert.Equal((name, Repository.Version, "MIT", "README.md", "icon.png"), (package.Says("id"), package.Says("version"), package.Says("license"), package.Says("readme"), package.Says("icon")));
        Assert.InRange(package.Says("description").Length, 60, 500);
        Assert.NotEmpty(package.Says("authors"));
        Assert.Contains("webhooks", package.Says("tags"), StringComparison.Ordinal);
        Assert.Equal("git", (string?)repository.Attribute("type"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_holds_its_assemblies_their_documentation_a_readme_and_an_icon_and_nothing_else(string name)
    {
        var package = feed.Open(name);
        var assemblies = Frameworks(name).SelectMany(framework => new[] { $"lib/{framework}/{name}.dll", $"lib/{framework}/{name}.xml" });
        string[] more = name == "SmartWms.Webhooks.Protocol" ? ["signature-vectors.json"] : [];

        Assert.Equal([.. assemblies.Concat(["README.md", "icon.png"]).Concat(more).Order(StringComparer.Ordinal)], package.Files);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_assembly_has_documentation_and_the_very_symbols_it_was_built_with(string name)
    {
        var package = feed.Open(name);
        foreach (var framework in Frameworks(name))
        {
            using var xml = new MemoryStream(package[$"lib/{framework}/{name}.xml"]);
            Assert.NotEmpty(XDocument.Load(xml).Descendants("member"));
            Assert.True(package.HasSymbolsOf($"lib/{framework}/{name}.dll"), framework);
        }

        Assert.Equal(Frameworks(name).Select(framework => $"lib/{framework}/{name}.pdb").Order(StringComparer.Ordinal), package.SymbolFiles);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_depends_on_what_its_project_names_and_on_nothing_else(string name)
    {
        var project = Repository.Project(name);
        var named = project.Descendants("PackageReference").Where(reference => (string?)reference.Attribute("PrivateAssets") != "all").Select(reference => (string)reference.Attribute("Include")!)
            .Concat(project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)));
        var nuspec = feed.Open(name).Nuspec;
        var dependencies = nuspec.Descendants(nuspec.Name.Namespace + "dependency").ToList();
        var frameworks = nuspec.Descendants(nuspec.Name.Namespace + "frameworkReference").Select(reference => (string?)reference.Attribute("name"));

        Assert.Equal(named.Order(StringComparer.Ordinal), dependencies.Select(dependency => (string)dependency.Attribute("id")!).Order(StringComparer.Ordinal));
        Assert.All(dependencies.Where(IsOurs), dependency => Assert.Equal(Repository.Version, (string?)dependency.Attribute("version")));
        Assert.Equal(project.Descendants("FrameworkReference").Select(reference => (string?)reference.Attribute("Include")), frameworks);
    }

    [Fact]
    public void Protocol_depends_on_nothing() =>
        Assert.DoesNotContain(feed.Open("SmartWms.Webhooks.Protocol").Nuspec.Descendants(), element => element.Name.LocalName == "dependency");

    [Fact]
    public void The_vectors_ship_as_they_stand_in_the_repository() =>
        Assert.Equal(File.ReadAllBytes(Repository.File("src", "SmartWms.Webhooks.Protocol", "signature-vectors.json")), feed.Open("SmartWms.Webhooks.Protocol")["signature-vectors.json"]);

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_readme_is_the_packages_own_and_the_icon_is_a_picture_that_a_gallery_takes(string name)
    {
        var package = feed.Open(name);
        var icon = package["icon.png"];

        Assert.StartsWith($"# {name}\n", System.Text.Encoding.UTF8.GetString(package["README.md"]), StringComparison.Ordinal);
        Assert.Equal("\x89PNG"u8[^3..], icon.AsSpan(1, 3));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
        Assert.True(icon.Length < 1024 * 1024);
    }

    private static string[] Frameworks(string name) => name == "SmartWms.Webhooks.Protocol" ? ["net10.0", "netstandard2.0"] : ["net10.0"];

    private static bool IsOurs(XElement dependency) => ((string)dependency.Attribute("id")!).StartsWith("SmartWms.", StringComparison.Ordinal);
}
