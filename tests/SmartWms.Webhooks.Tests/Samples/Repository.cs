namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>Files of the repository, found upward from the test binaries.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A sample as it was built in the tests' own configuration; <see langword="null"/> when it was not.</summary>
    public static string? Sample(string name)
    {
        // …/bin/<configuration>/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var project = Path.GetFileNameWithoutExtension(Directory.GetFiles(File("samples", name), "*.csproj").Single());
        var built = File("samples", name, "bin", output.Parent!.Name, output.Name, $"{project}.dll");
        return System.IO.File.Exists(built) ? built : null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "SmartWms.Webhooks.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SmartWms.Webhooks.sln.");
    }
}
