using System.Text;
using SmartWms.Webhooks.Dashboard.Deliveries;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A receiver's answer is indented for reading, and never into a page a hundred times as long.</summary>
public sealed class RequestTextTests
{
    [Fact]
    public void Short_json_is_indented() => Assert.Equal("{\n  \"a\": [\n    1\n  ]\n}", Pretty("""{"a":[1]}"""));

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    public void Json_is_indented_up_to_sixteen_levels(int depth, bool isIndented) =>
        Assert.Equal(isIndented, Pretty(new string('[', depth) + new string(']', depth)).Contains('\n', StringComparison.Ordinal));

    [Theory]
    [InlineData(4_096, true)]
    [InlineData(4_097, false)]
    public void Json_is_indented_up_to_4_KiB(int length, bool isIndented) =>
        Assert.Equal(isIndented, Pretty($"[\"{new string('x', length - 4)}\"]").Contains('\n', StringComparison.Ordinal));

    [Fact]
    public void The_worst_answer_grows_to_less_than_200_KiB()
    {
        var worst = new string('[', 16) + string.Join(',', Enumerable.Repeat("1", 2_032)) + new string(']', 16);

        Assert.Equal(4_095, worst.Length);
        Assert.InRange(Pretty(worst).Length, worst.Length, 200 * 1024);
    }

    [Fact]
    public void A_published_body_is_indented_up_to_32_KiB()
    {
        var body = $"[\"{new string('x', 20_000)}\"]";

        Assert.Contains("\n", RequestText.Body(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
        Assert.Equal(body, Pretty(body));
    }

    private static string Pretty(string text) => RequestText.Answer(Encoding.UTF8.GetBytes(text));
}
