using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Accounts;

/// <summary>One request, as far as the invariants ask.</summary>
/// <param name="Event">The event's id, of the headers.</param>
/// <param name="Path">Where it arrived.</param>
/// <param name="Status">What was answered.</param>
/// <param name="Wrong">What is wrong with its bytes or its signature; empty when nothing is.</param>
internal sealed record Arrival(string Event, string Path, int Status, string Wrong)
{
    public bool IsAccepted => Status is >= 200 and <= 299;

    public static Arrival Of(ReceivedRequest request, Ledgers ledgers)
    {
        var id = request.Header("webhook-id") ?? "";
        return new Arrival(id, request.Path, request.Answer!.Status, Problem(request, id, ledgers));
    }

    private static string Problem(ReceivedRequest request, string id, Ledgers ledgers)
    {
        if (!ledgers.Tried.Contains(id))
        {
            return "nobody published it";
        }

        if (!request.Body.Span.SequenceEqual(Published.Body(id)))
        {
            return $"other bytes than published: {request.Text}";
        }

        var endpoint = int.Parse(request.Path.AsSpan(Published.Path(0).Length - 1), System.Globalization.CultureInfo.InvariantCulture);
        var signature = request.Header("X-SmartWMS-Signature");
        return ledgers.Secrets[request.Path].Append(Published.FirstSecret(endpoint)).Any(secret => Signature(secret, request.Body) == signature)
            ? ""
            : "signed with no secret that its webhook ever had";
    }

    /// <summary>The document's own words, without the engine's code.</summary>
    private static string Signature(string secret, ReadOnlyMemory<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.Span));
}
