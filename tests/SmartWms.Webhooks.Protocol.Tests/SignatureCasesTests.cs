namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class SignatureCasesTests
{
    public static TheoryData<string> Ids => [.. SignatureCase.All.Select(row => row.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_row_gets_its_verdict(string id)
    {
        var row = SignatureCase.All.Single(row => row.Id == id);

        var result = row.Verify(WebhookVerifier.For(row.SignatureScheme, row.Secrets));

        Assert.True((result == WebhookVerification.Valid) == (row.Expected == "valid"), $"{id}, {row.Reason}: {result}");
    }

    [Fact]
    public void The_catalogue_is_read_whole_and_speaks_of_the_default_tolerance()
    {
        Assert.Equal(90, SignatureCase.All.Count);
        Assert.All(SignatureCase.All, row => Assert.Equal(300, row.ToleranceSeconds));
        Assert.All(SignatureCase.All, row => Assert.Contains(row.Expected, new[] { "valid", "invalid" }));
    }

    [Theory]
    [InlineData("A11", WebhookVerification.SignatureMismatch)]
    [InlineData("A20", WebhookVerification.RepeatedHeader)]
    [InlineData("A21", WebhookVerification.MalformedHeader)]
    [InlineData("A23", WebhookVerification.MalformedHeader)]
    [InlineData("A35", WebhookVerification.MissingHeader)]
    [InlineData("A42", WebhookVerification.SignatureMismatch)]
    [InlineData("B07", WebhookVerification.MalformedHeader)]
    [InlineData("B28", WebhookVerification.MissingHeader)]
    [InlineData("C20", WebhookVerification.OutsideTolerance)]
    [InlineData("C28", WebhookVerification.MalformedHeader)]
    [InlineData("C44", WebhookVerification.SignatureMismatch)]
    [InlineData("C49", WebhookVerification.MissingHeader)]
    [InlineData("C73", WebhookVerification.MalformedHeader)]
    [InlineData("C76", WebhookVerification.NoUsableSecret)]
    [InlineData("C77", WebhookVerification.NoUsableSecret)]
    [InlineData("C78", WebhookVerification.NoUsableSecret)]
    [InlineData("C79", WebhookVerification.RepeatedHeader)]
    public void The_result_says_what_is_wrong(string id, WebhookVerification expected)
    {
        var row = SignatureCase.All.Single(row => row.Id == id);

        Assert.Equal(expected, row.Verify(WebhookVerifier.For(row.SignatureScheme, row.Secrets)));
    }
}
