namespace SmartWms.Webhooks.House.Tests;

public sealed class TopLevelTests
{
    [Fact]
    public void The_top_level_holds_only_what_a_visitor_expects()
    {
        Assert.NotEmpty(TopLevel.Names());
        Complaints.None(TopLevel.Strangers(TopLevel.Names()));
    }

    [Fact]
    public void A_stranger_at_the_top_is_found()
    {
        Assert.Equal(["docs", "notes.md"], TopLevel.Strangers(["src", ".editorconfig", "notes.md", "docs", "README.md"]));
    }
}
