using System.Text.Json;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>The vectors that third parties test against.</summary>
public sealed class VectorFileTests
{
    [Fact]
    public void Every_vector_has_its_verdict()
    {
        Assert.Equal(90, SignatureVector.All.DistinctBy(vector => vector.Id).Count());
        Assert.Equal([], SignatureVector.All.Where(vector => vector.IsValid != (vector.Verify() == WebhookVerification.Valid)).Select(vector => $"{vector.Id} {vector.Reason}"));
        Assert.All(Enum.GetValues<SignatureScheme>().Where(scheme => scheme > 0), scheme => Assert.Contains(SignatureVector.All, vector => vector.Scheme == scheme && vector.IsValid));
    }

    [Fact]
    public void The_file_says_what_the_cases_of_the_tests_say()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "signature-cases.json")));

        Assert.Equal(
            cases.RootElement.GetProperty("cases").EnumerateArray().Select(one => $"{one.GetProperty("id")} {one.GetProperty("expected")} {one.GetProperty("bodyBase64")}"),
            SignatureVector.All.Select(one => $"{one.Id} {(one.IsValid ? "valid" : "invalid")} {Convert.ToBase64String(one.Request.Body)}"));
    }
}
