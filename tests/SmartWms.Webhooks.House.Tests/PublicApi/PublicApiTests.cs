namespace SmartWms.Webhooks.House.Tests.PublicApi;

public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => Shipped.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_api_is_what_was_approved(string package)
    {
        var approve = Environment.GetEnvironmentVariable(Approval.Variable) == "1";
        var complaint = Approval.Complaint(package, ApiText.Of(Shipped.Load(package)), Approval.ApprovedFile(package), approve);

        Assert.True(complaint is null, complaint);
    }

    [Fact]
    public void No_approved_file_is_left_over_from_a_package_that_is_gone()
    {
        var approved = Repository.Files("*.txt", "tests", "SmartWms.Webhooks.House.Tests", "approved").Select(file => Path.GetFileNameWithoutExtension(file.Name));

        Complaints.None(approved.Except(Repository.Packages));
    }

    [Fact]
    public void A_change_is_shown_line_by_line_and_can_be_approved()
    {
        var folder = Directory.CreateTempSubdirectory("wms-house-").FullName;
        var approved = Path.Combine(folder, "sample.txt");
        Assert.Null(Approval.Complaint("sample", "a\nb\nc\n", approved, approve: true));
        Assert.Null(Approval.Complaint("sample", "a\nb\nc\n", approved, approve: false));

        var complaint = Approval.Complaint("sample", "a\nB\nc\nd\n", approved, approve: false);

        Assert.NotNull(complaint);
        Assert.Contains("\n- b\n+ B\n+ d\n", complaint, StringComparison.Ordinal);
        Assert.Contains("WMS_APPROVE=1", complaint, StringComparison.Ordinal);
        Assert.Equal("a\nB\nc\nd\n", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "received", "sample.txt")));
    }

    [Fact]
    public void A_missing_approved_file_is_a_difference()
    {
        Assert.NotNull(Approval.Complaint("nothing-approved", "\n", "/nowhere/nothing-approved.txt", approve: false));
    }
}
