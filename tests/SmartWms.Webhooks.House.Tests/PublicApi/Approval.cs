namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>Compares a text with the one a person approved.</summary>
internal static class Approval
{
    /// <summary>Set to 1, the approved files are rewritten; the change then shows in the commit.</summary>
    public const string Variable = "WMS_APPROVE";

    public static string ApprovedFile(string name) =>
        Path.Combine(Repository.Root, "tests", "SmartWms.Webhooks.House.Tests", "approved", name + ".txt");

    /// <returns><see langword="null"/> when both are the same, else what to tell a person. The received text is kept beside the test binaries.</returns>
    public static string? Complaint(string name, string received, string approvedFile, bool approve)
    {
        if (approve)
        {
            File.WriteAllText(approvedFile, received);
            return null;
        }

        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        var changes = LineDiff.Of(approved, received);
        if (changes.Count == 0 && File.Exists(approvedFile))
        {
            return null;
        }

        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "received")).FullName;
        var file = Path.Combine(folder, name + ".txt");
        File.WriteAllText(file, received);
        return $"""
            The public API of {name} is not what was approved:

            {string.Join('\n', changes)}

            Approved: {approvedFile}
            Received: {file}
            If the change is meant, run the test once with {Variable}=1 and commit the approved file.
            """;
    }
}
