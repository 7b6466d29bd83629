using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Protocol;

namespace Warehouse;

/// <summary>Who is told: an ERP elsewhere, or a stand-in here that verifies and prints what it gets.</summary>
internal sealed class Erp(string url, string secret)
{
    public const string Path = "/erp/hook";

    private readonly WebhookVerifier _verifier = WebhookVerifier.For(SignatureScheme.SmartWms, secret);

    public string Url => url;

    public string Secret => secret;

    /// <summary>Short for the stand-in, so that nobody waits hours to see it disabled; an ERP elsewhere gets what the contract promises.</summary>
    public IList<TimeSpan>? Schedule => new Uri(url).AbsolutePath == Path ? [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8)] : null;

    /// <summary>Whether the stand-in answers 500, as partners do.</summary>
    public bool IsBroken { get; set; }

    public void Map(WebApplication app, string node) => app.MapPost(Path, async (HttpContext context) =>
    {
        if (IsBroken)
        {
            return Results.Text("ORA-00060: deadlock detected while waiting for resource", statusCode: StatusCodes.Status500InternalServerError);
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        if (_verifier.Verify(body, name => context.Request.Headers[name], DateTimeOffset.UtcNow) != WebhookVerification.Valid || !WebhookEnvelope.TryRead(body, out var received))
        {
            return Results.Unauthorized();
        }

        Console.WriteLine($"ERP, at {node}: {received.Type} {received.Id} {received.Data}");
        return Results.Ok();
    });
}
