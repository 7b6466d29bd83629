namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>Files of the repository, found upward from the test binaries.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file that a project of this repository was built to, in the tests' own configuration.</summary>
    public static string Built(string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);     // …/bin/<configuration>/net10.0/
        return File(project, "bin", output.Parent!.Name, output.Name, name);
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
