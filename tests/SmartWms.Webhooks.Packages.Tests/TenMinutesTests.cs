using System.Globalization;

namespace SmartWms.Webhooks.Packages.Tests;

public sealed class TenMinutesTests(Feed feed)
{
    [Fact]
    public async Task From_an_empty_folder_to_a_verified_webhook_by_the_readme()
    {
        var output = await Tool.RunAsync(feed.NewFolder("script"), feed.Environment, "bash", Repository.File("tests", "ten-minutes"), feed.Folder);

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        var words = output.TrimEnd().Split('\n')[^1].Split(' ');
        Assert.Equal("seconds from an empty folder to a delivered, verified webhook", string.Join(' ', words[1..]));
        Assert.InRange(int.Parse(words[0], CultureInfo.InvariantCulture), 0, 599);
    }
}
