using System.Net;
using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>A signed POST as a team writes it by hand.</summary>
internal static class ByHandRequest
{
    public static async Task<HttpStatusCode> SendAsync(HttpClient client, string url, string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Payload.Secret), Encoding.UTF8.GetBytes(body));
        request.Headers.Add("X-Signature", $"sha256={Convert.ToHexStringLower(hash)}");
        using var response = await client.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }
}
