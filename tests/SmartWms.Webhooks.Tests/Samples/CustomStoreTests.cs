using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

public sealed class CustomStoreTests
{
    [Fact]
    public async Task What_was_shipped_stands_in_the_file_and_a_new_start_goes_on_from_there()
    {
        using var folder = new TempFolder();
        var journal = folder["wms-webhooks.jsonl"];

        var first = await ShipAsync(journal, "1");
        var second = await ShipAsync(journal, "2");

        var lines = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);
        Assert.Contains(first, lines, StringComparison.Ordinal);
        Assert.Contains(second, lines, StringComparison.Ordinal);
    }

    /// <summary>Starts the host, ships, and kills it.</summary>
    private static async Task<string> ShipAsync(string journal, string order)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var host = Running.Sample("CustomStore", "--urls", address, "--Journal", journal);
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        JsonObject? published = null;
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.PostAsync(new Uri($"/orders/{order}/ship", UriKind.Relative), null);
                    published = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
                    return true;
                }
                catch (HttpRequestException exception) when (exception.StatusCode is null)
                {
                    return false;
                }
            },
            () => "samples/CustomStore does not listen",
            TimeSpan.FromSeconds(60));
        return published!["eventId"]!.GetValue<string>();
    }
}
