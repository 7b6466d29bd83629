namespace QuickStart;

/// <summary>The SQLite file: the one given, or a temporary one that is gone afterwards.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string? _folder;

    private DatabaseFile(string path, string? folder)
    {
        Path = path;
        _folder = folder;
    }

    public string Path { get; }

    public string Words => _folder is null ? Path : "a temporary SQLite file (--db FILE keeps it)";

    public static DatabaseFile Of(string? given)
    {
        if (given is not null)
        {
            return new DatabaseFile(given, null);
        }

        var folder = Directory.CreateTempSubdirectory("quickstart-").FullName;
        return new DatabaseFile(System.IO.Path.Combine(folder, "webhooks.db"), folder);
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
