using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>Only the engine's own rules are the caller's fault; an error of a database driver or of the host is logged and not told.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task An_argument_error_of_other_code_is_500_logged_and_says_nothing_of_itself()
    {
        using var logs = new RecordingLogs();
        await using var host = await ApiHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<ILoggerProvider>(logs);
            engine.Services.AddSingleton<IWebhookSecretProtector, BrokenProtector>();
            engine.UseInMemory();
        });

        var answer = await host.PostAsync("/", """{"name":"ERP","url":"https://erp.example.com/hook","eventTypes":["*"]}""");

        Assert.Equal((HttpStatusCode.InternalServerError, "failed"), (answer.Status, answer.Code));
        Assert.DoesNotContain("CANARY", answer.Text, StringComparison.Ordinal);
        var logged = Assert.Single(logs.WithId(3000));
        Assert.IsType<ArgumentException>(logged.Exception);
        Assert.Contains(logged.State.Single(value => value.Key == "RequestId").Value!.ToString()!, answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engines_own_rules_are_told()
    {
        using var logs = new RecordingLogs();
        await using var host = await ApiHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<ILoggerProvider>(logs);
            engine.UseInMemory();
        });

        var answer = await host.PostAsync("/", """{"name":"","url":"https://erp.example.com/hook","eventTypes":["*"]}""");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
        Assert.StartsWith("Name: ", answer.String("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", answer.Text, StringComparison.Ordinal);
        Assert.Empty(logs.WithId(3000));
    }

    private sealed class BrokenProtector : IWebhookSecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> plain) => throw new ArgumentException("Host=db;Password=CANARY");

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => throw new ArgumentException("Host=db;Password=CANARY");
    }
}
