using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.Addresses;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>Every case of ssrf-urls.json and header-cases.json through every public door by which a URL or a header comes in.</summary>
public sealed class CaseDoorsTests
{
    private const string Secret = "a-secret-of-some-length";

    public enum Door
    {
        Creation,
        Update,
        Import,
        DeclaredInCode,
        DeclaredInConfiguration,
    }

    public static TheoryData<Door> Doors => [.. Enum.GetValues<Door>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Every_url_gets_its_verdict(Door door)
    {
        var rows = SsrfCase.Every;
        await using var engine = await TestEngine.StartAsync(options => options.Addresses = new AddressPolicy());
        var wrong = new List<string>();
        foreach (var row in rows)
        {
            var accepted = await AcceptsAsync(engine, door, row.Url, []);
            if (accepted != (row.Expected != "reject-at-registration"))
            {
                wrong.Add($"{row.Id} {row.Url}: {(accepted ? "accepted" : "refused")}, expected {row.Expected}");
            }
        }

        Assert.Equal(181, rows.Count);
        Assert.Equal([], wrong);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Every_set_of_headers_gets_its_verdict(Door door)
    {
        await using var engine = await TestEngine.StartAsync(options => options.Addresses = new AddressPolicy());
        var (asked, wrong) = (0, new List<string>());
        foreach (var (id, headers, accept) in HeaderCases())
        {
            if (!CanCarry(door, headers))
            {
                continue;
            }

            asked++;
            var accepted = await AcceptsAsync(engine, door, $"https://erp.example.com/{id}", headers);
            if (accepted != accept)
            {
                wrong.Add($"{id}: {(accepted ? "accepted" : "refused")}");
            }
        }

        Assert.Equal([], wrong);
        Assert.True(asked == HeaderCases().Count() || (door != Door.Import && asked > 70), $"only {asked} could be given at this door");
    }

    /// <summary>A dictionary holds no name twice; configuration has no case, cuts keys at colons and trims nothing.</summary>
    private static bool CanCarry(Door door, KeyValuePair<string, string>[] headers) => door switch
    {
        Door.Import => true,
        Door.DeclaredInConfiguration => headers.DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Count() == headers.Length
            && headers.All(header => header.Key.Length > 0 && !header.Key.Contains(':', StringComparison.Ordinal)),
        _ => headers.DistinctBy(header => header.Key).Count() == headers.Length,
    };

    private static async Task<bool> AcceptsAsync(TestEngine engine, Door door, string url, KeyValuePair<string, string>[] headers)
    {
        try
        {
            await (door switch
            {
                Door.Creation => engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "a", Url = url, EventTypes = ["*"], Headers = new Dictionary<string, string>(headers) }, Cancellation),
                Door.Update => UpdateAsync(engine, url, headers),
                Door.Import => ImportAsync(engine, url, headers),
                Door.DeclaredInCode => StartAsync(services => services.AddWmsWebhooks(options => options.Webhooks["erp"] = Declared(url, headers))),
                _ => StartAsync(services => services.AddWmsWebhooks(Section(url, headers))),
            });
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
            return false;
        }
    }

    private static async Task UpdateAsync(TestEngine engine, string url, KeyValuePair<string, string>[] headers)
    {
        var webhook = (await engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "a", Url = "https://erp.example.com/", EventTypes = ["*"] }, Cancellation)).Webhook;
        var update = new WebhookSubscriptionUpdate { Url = url, Headers = headers.ToDictionary(header => header.Key, header => (string?)header.Value) };
        await engine.Webhooks.UpdateAsync(webhook.Id, update, webhook.Version, cancellationToken: Cancellation);
    }

    private static async Task ImportAsync(TestEngine engine, string url, KeyValuePair<string, string>[] headers)
    {
        var content = new SealedContent(new SecretRing(WebhookSecret.Parse(Secret), Given.Noon), headers);
        var line = JsonSerializer.SerializeToUtf8Bytes(ExportedWebhook.Of(Given.Stored() with { Url = url, Sealed = content.Seal(Given.Protector) }), ExportJson.Default.ExportedWebhook);
        using var source = new MemoryStream(line);
        await engine.Webhooks.ImportAsync(source, Cancellation);
        var imported = (await AllAsync(engine))[^1];
        Assert.Equal(headers.Select(header => header.Key), imported.HeaderNames);
    }

    private static async Task<List<WebhookSubscription>> AllAsync(TestEngine engine)
    {
        var all = new List<WebhookSubscription>();
        IReadOnlyList<WebhookSubscription> page;
        do
        {
            page = await engine.Webhooks.ListAsync(new SubscriptionQuery { PageSize = 200, After = all.Count == 0 ? default : all[^1].Id }, Cancellation);
            all.AddRange(page);
        }
        while (page.Count == 200);

        return all;
    }

    private static async Task StartAsync(Func<IServiceCollection, WmsWebhooksBuilder> add)
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        add(application.Services).UseInMemory();
        using var host = application.Build();
        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);
    }

    private static DeclaredWebhook Declared(string url, KeyValuePair<string, string>[] headers) =>
        new() { Url = url, Secret = Secret, EventTypes = ["*"], Headers = new Dictionary<string, string>(headers) };

    private static IConfigurationSection Section(string url, KeyValuePair<string, string>[] headers) => new ConfigurationBuilder()
        .AddInMemoryCollection(
        [
            new("WmsWebhooks:Webhooks:erp:Url", url), new("WmsWebhooks:Webhooks:erp:Secret", Secret), new("WmsWebhooks:Webhooks:erp:EventTypes:0", "*"),
            .. headers.Select(header => KeyValuePair.Create($"WmsWebhooks:Webhooks:erp:Headers:{header.Key}", (string?)header.Value)),
        ])
        .Build().GetSection("WmsWebhooks");

    private static IEnumerable<(string Id, KeyValuePair<string, string>[] Headers, bool Accept)> HeaderCases()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "header-cases.json")));
        foreach (var row in file.RootElement.GetProperty("cases").EnumerateArray().Concat(file.RootElement.GetProperty("sets").EnumerateArray()))
        {
            KeyValuePair<string, string>[] headers = row.TryGetProperty("headers", out var set)
                ? [.. set.EnumerateArray().Select(pair => KeyValuePair.Create(pair[0].GetString()!, pair[1].GetString()!))]
                : [KeyValuePair.Create(row.GetProperty("name").GetString()!, row.GetProperty("value").GetString()!)];
            yield return (row.GetProperty("id").GetString()!, headers, row.GetProperty("expected").GetString() == "accept");
        }
    }
}
