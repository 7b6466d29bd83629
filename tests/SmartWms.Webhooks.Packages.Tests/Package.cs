using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace SmartWms.Webhooks.Packages.Tests;

/// <summary>A package, opened.</summary>
internal sealed class Package(string file)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly Dictionary<string, byte[]> _files = Read(file);
    private readonly Dictionary<string, byte[]> _symbols = Read(Path.ChangeExtension(file, ".snupkg"));

    /// <summary>What lies in it, but for the wrapping.</summary>
    public IEnumerable<string> Files => _files.Keys.Where(IsContent).Order(StringComparer.Ordinal);

    public IEnumerable<string> SymbolFiles => _symbols.Keys.Where(IsContent).Order(StringComparer.Ordinal);

    public XElement Nuspec => XDocument.Load(new MemoryStream(_files.Single(one => one.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value)).Root!.Elements().Single();

    public byte[] this[string name] => _files[name];

    /// <summary>The text of an element of the nuspec; empty when it is not there.</summary>
    public string Says(string element) => (string?)Nuspec.Element(Nuspec.Name.Namespace + element) ?? "";

    /// <summary>Whether the symbols are those of this very assembly.</summary>
    public bool HasSymbolsOf(string assembly)
    {
        using var image = new PEReader(new MemoryStream(_files[assembly]));
        var expected = image.ReadCodeViewDebugDirectoryData(image.ReadDebugDirectory().First(entry => entry.Type == DebugDirectoryEntryType.CodeView)).Guid;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(_symbols[Path.ChangeExtension(assembly, ".pdb")]));
        return new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid == expected;
    }

    /// <summary>Where the symbols say that the source is; <see langword="null"/>: nowhere.</summary>
    public string? SourceLinkOf(string assembly)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(_symbols[Path.ChangeExtension(assembly, ".pdb")]));
        var reader = provider.GetMetadataReader();
        return reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => System.Text.Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
            .SingleOrDefault();
    }

    private static bool IsContent(string name) =>
        !name.EndsWith(".nuspec", StringComparison.Ordinal) && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml";

    private static Dictionary<string, byte[]> Read(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        return archive.Entries.ToDictionary(entry => entry.FullName, Bytes, StringComparer.Ordinal);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
