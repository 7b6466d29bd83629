using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Protocol;

namespace QuickStart;

/// <summary>The other side: an ERP on this machine that verifies what it is sent. samples/Receiver is the one to copy.</summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Hook> _hooks = new(StringComparer.Ordinal);
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();

    private LoopbackReceiver(WebApplication application) => _application = application;

    public string Url => _application.Urls.First();

    public static async Task<LoopbackReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
            kestrel.Limits.MaxRequestBodySize = WebhookVerifier.MaxBodyLength);
        var receiver = new LoopbackReceiver(builder.Build());
        receiver._application.Run(receiver.AnswerAsync);
        await receiver._application.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>Gives the receiver the secret that its owner was shown, and how often it shall fail first.</summary>
    public void Know(string path, SignatureScheme scheme, WebhookSecret secret, int failures = 0) =>
        _hooks[path] = new Hook(WebhookVerifier.For(scheme, [secret])) { FailuresLeft = failures };

    public async Task<IReadOnlyList<Arrival>> NextAsync(int count, CancellationToken cancellationToken)
    {
        var arrivals = new List<Arrival>(count);
        while (arrivals.Count < count)
        {
            arrivals.Add(await _arrivals.Reader.ReadAsync(cancellationToken));
        }

        return arrivals;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();

        var hook = _hooks.GetValueOrDefault(context.Request.Path);
        var verification = hook?.Verifier.Verify(body, name => context.Request.Headers[name], DateTimeOffset.UtcNow) ?? WebhookVerification.NotVerified;
        var answer = verification != WebhookVerification.Valid ? StatusCodes.Status401Unauthorized
            : Interlocked.Decrement(ref hook!.FailuresLeft) >= 0 ? StatusCodes.Status500InternalServerError
            : StatusCodes.Status200OK;
        context.Response.StatusCode = answer;
        await context.Response.WriteAsync(answer == 200 ? "thank you" : "not now", context.RequestAborted);

        var headers = context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())).ToList();
        var eventId = WebhookEnvelope.TryRead(body, out var received) ? received.Id : null;
        _arrivals.Writer.TryWrite(new Arrival(context.Request.Path, headers, Encoding.UTF8.GetString(body), eventId, verification, answer));
    }

    private sealed class Hook(WebhookVerifier verifier)
    {
        public int FailuresLeft;

        public WebhookVerifier Verifier => verifier;
    }
}
