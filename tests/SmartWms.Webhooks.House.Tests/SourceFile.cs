namespace SmartWms.Webhooks.House.Tests;

/// <summary>A file by its name relative to the folder it was looked for in, and its text.</summary>
internal sealed record SourceFile(string Name, string Text)
{
    /// <summary>The first folder of the name; empty for a file at the root.</summary>
    public string Folder => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The text with comments and the contents of strings blanked, line for line.</summary>
    public string Code { get; } = CodeOnly.Of(Text);
}
