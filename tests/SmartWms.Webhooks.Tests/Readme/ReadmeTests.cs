using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Tests.Samples;

namespace SmartWms.Webhooks.Tests.Readme;

public sealed class ReadmeTests
{
    private static readonly CompiledSnippets Compiled = new();

    private static IReadOnlyList<CodeFence> Fences { get; } =
    [
        .. Read("README.md"), .. Read("src", "SmartWms.Webhooks", "README.md"), .. Read("src", "SmartWms.Webhooks.Sqlite", "README.md"),
        .. Read("src", "SmartWms.Webhooks.EntityFrameworkCore", "README.md"),
        .. Read("src", "SmartWms.Webhooks.PostgreSql", "README.md"), .. Read("src", "SmartWms.Webhooks.AspNetCore", "README.md"), .. Read("src", "SmartWms.Webhooks.Dashboard", "README.md"),
        .. Read("src", "SmartWms.Webhooks.Receiver", "README.md"), .. Read("src", "SECURITY.md"), .. Read("src", "OPERATING.md"),
    ];

    private static IEnumerable<CodeFence> CSharp => Fences.Where(fence => fence.Language == "csharp");

    [Fact]
    public void Every_csharp_block_is_compiled_code() =>
        Assert.Equal([], CSharp.Select(fence => Compiled.Difference(fence, NameOf(fence))).Where(difference => difference is not null));

    [Fact]
    public void Every_compiled_snippet_is_printed() => Assert.Equal([], Compiled.Names.Except(CSharp.Select(NameOf)));

    [Fact]
    public async Task The_printed_configuration_starts_a_host()
    {
        var json = string.Join('\n', Fences.Single(fence => fence.Language == "json").Lines);
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        application.Configuration.AddInMemoryCollection([new("WmsWebhooks:Webhooks:erp:Secret", "a-secret-of-the-erp")]);
        application.Services.AddWmsWebhooks(application.Configuration.GetSection("WmsWebhooks")).UseInMemory();
        using var host = application.Build();

        await host.StartAsync();
        var webhook = Assert.Single(await host.Services.GetRequiredService<IWebhookSubscriptions>().ListAsync(new SubscriptionQuery()));
        await host.StopAsync();

        Assert.Equal("erp", webhook.Key);
        Assert.Equal("wms", webhook.Contract);
    }

    [Fact]
    public void Every_file_and_folder_that_is_linked_exists()
    {
        var links = from part in File.ReadAllText(Repository.File("README.md")).Split("](").Skip(1)
                    let target = part.Split(')', '#')[0]
                    where target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal)
                    select target;

        Assert.Equal([], links.Where(target => !Path.Exists(Repository.File(target))));
    }

    private static IEnumerable<CodeFence> Read(params string[] path) => CodeFence.Of(string.Join('/', path), File.ReadAllText(Repository.File(path)));

    private static string NameOf(CodeFence fence) =>
        fence.Mark.StartsWith("<!-- snippet: ", StringComparison.Ordinal) ? fence.Mark["<!-- snippet: ".Length..^" -->".Length] : $"(no mark before it: '{fence.Mark}')";
}
