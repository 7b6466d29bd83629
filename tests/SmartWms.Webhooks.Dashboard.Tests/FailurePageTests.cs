using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>Only the engine's own rules are the reader's fault; an error of a database driver or of the host is logged and not shown.</summary>
public sealed class FailurePageTests
{
    [Theory]
    [InlineData("webhooks/new")]
    [InlineData("webhooks/whk_1/settings")]
    [InlineData("webhooks/whk_1/rotate")]
    public async Task An_argument_error_of_other_code_is_500_logged_and_says_nothing_of_itself(string path)
    {
        using var logs = new RecordingLogs();
        var protector = new BreakableProtector();
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<ILoggerProvider>(logs);
            engine.Services.AddSingleton<IWebhookSecretProtector>(protector);
            engine.UseInMemory();
        });
        var webhook = await host.SubscribeAsync();
        protector.IsBroken = true;

        var page = await host.PostAsync(path, [("name", "ERP"), ("url", webhook.Url), ("events", "order.shipped"), ("version", $"{webhook.Version}"), ("hours", "0")]);

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.DoesNotContain("CANARY", page.Html, StringComparison.Ordinal);
        Assert.IsType<ArgumentException>(Assert.Single(logs.WithId(5000)).Exception);
    }

    private sealed class BreakableProtector : IWebhookSecretProtector
    {
        public bool IsBroken { get; set; }

        public byte[] Protect(ReadOnlySpan<byte> plain) => IsBroken ? throw new ArgumentException("Host=db;Password=CANARY") : plain.ToArray();

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => sealedBytes.ToArray();
    }
}
