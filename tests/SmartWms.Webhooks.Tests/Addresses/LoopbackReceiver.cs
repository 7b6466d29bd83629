using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A web server on 127.0.0.1 that notes each request and answers as it is told.</summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackReceiver(WebApplication app) => _app = app;

    /// <summary>Method and path, target for a proxy, and the cookie header of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address(string host = "127.0.0.1", string path = "/") => new($"http://{host}:{Port}{path}");

    public static async Task<LoopbackReceiver> StartAsync(Action<HttpResponse>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new LoopbackReceiver(builder.Build());
        receiver._app.Run(context =>
        {
            receiver.Requests.Enqueue($"{context.Request.Method} {context.Request.Host}{context.Request.Path} {context.Request.Headers.Cookie}".Trim());
            answer?.Invoke(context.Response);
            return Task.CompletedTask;
        });
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
