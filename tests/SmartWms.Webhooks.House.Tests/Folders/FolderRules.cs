using System.Text.RegularExpressions;

namespace SmartWms.Webhooks.House.Tests.Folders;

/// <summary>Reads the engine's source and says which folder uses one that it may not. Files in, sentences out.</summary>
internal static partial class FolderRules
{
    /// <summary>Every use that <see cref="FolderMap"/> does not allow, by using line, by full or partial name, or through the root namespace.</summary>
    public static IReadOnlyList<string> ForbiddenUses(IEnumerable<SourceFile> files)
    {
        var engine = files.ToList();
        var types = engine.SelectMany(Declared).ToLookup(type => type.Name, StringComparer.Ordinal);
        return
        [
            .. from file in engine
               from use in Uses(file, types).Distinct()
               where !FolderMap.MayUse(file.Folder, use.Folder)
               select $"{file.Name} uses {use.Folder} ({use.How})",
        ];
    }

    /// <summary>Folders outside the map, files beside the folders, and usings that hold for the whole engine.</summary>
    public static IReadOnlyList<string> Misplaced(IEnumerable<SourceFile> files) =>
    [
        .. from file in files
           from complaint in Complaints(file)
           select $"{file.Name}: {complaint}",
    ];

    /// <summary>Folder names that are no word of the domain.</summary>
    public static IReadOnlyList<string> ForbiddenFolders(IEnumerable<SourceFile> files) =>
    [
        .. from file in files
           from folder in file.Name.Split('/').SkipLast(1)
           where FolderMap.ForbiddenNames.Contains(folder)
           select $"{file.Name}: '{folder}' is no word of the domain",
    ];

    private static IEnumerable<string> Complaints(SourceFile file)
    {
        if (file.Folder.Length == 0 && !FolderMap.RootFiles.Contains(file.Name))
        {
            yield return "stands beside the folders (FolderMap.RootFiles lists what may)";
        }
        else if (file.Folder.Length > 0 && !FolderMap.Folders.Contains(file.Folder))
        {
            yield return $"the folder {file.Folder} is not in FolderMap";
        }

        if (GlobalUsing().IsMatch(file.Code))
        {
            yield return "a global using would hide which folder uses which";
        }

        var expected = string.Join('.', [FolderMap.Engine, .. file.Name.Split('/').SkipLast(1)]);
        foreach (var found in Namespaces(file).Where(found => found != expected && !(found == FolderMap.Engine && FolderMap.MayUseRootNamespace.Contains(file.Folder))))
        {
            yield return $"declares namespace {found}, its folder says {expected}";
        }
    }

    private static IEnumerable<(string Folder, string How)> Uses(SourceFile file, ILookup<string, DeclaredType> types)
    {
        // 'using SmartWms.Webhooks.Events;', 'using static …', 'using X = …' and any fully qualified name, global:: or not.
        foreach (Match full in FullName().Matches(file.Code))
        {
            if (FolderMap.Folders.Contains(full.Groups["folder"].Value))
            {
                yield return (full.Groups["folder"].Value, full.Value);
            }
        }

        // 'Events.WebhookEvent': inside namespace SmartWms.Webhooks.X the compiler finds it without a using.
        foreach (Match partial in PartialName().Matches(file.Code))
        {
            var folder = partial.Groups["folder"].Value;
            if (types[partial.Groups["type"].Value].Any(type => type.Folder == folder))
            {
                yield return (folder, partial.Value);
            }
        }

        // A type in the root namespace needs no qualification at all.
        foreach (var word in Word().Matches(file.Code).Select(word => word.Value).Distinct())
        {
            foreach (var type in types[word].Where(type => type.Namespace == FolderMap.Engine && type.Folder.Length > 0))
            {
                yield return (type.Folder, word);
            }
        }
    }

    private static IEnumerable<DeclaredType> Declared(SourceFile file) =>
        from name in TypeDeclaration().Matches(file.Code).Select(match => match.Groups["name"].Value)
        from declared in Namespaces(file).DefaultIfEmpty("")
        select new DeclaredType(name, file.Folder, declared);

    private static IEnumerable<string> Namespaces(SourceFile file) => Namespace().Matches(file.Code).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^\s*global\s+using\s", RegexOptions.Multiline)]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<!^\s*namespace\s+)\bSmartWms\.Webhooks\.(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])(?:Webhooks\.)?(?<folder>[A-Z]\w*)\.(?<type>[A-Z]\w*)")]
    private static partial Regex PartialName();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>\[\],?.\s]+?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    private sealed record DeclaredType(string Name, string Folder, string Namespace);
}
