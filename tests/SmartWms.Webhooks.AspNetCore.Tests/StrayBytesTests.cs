using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Tests;

/// <summary>A byte that no text has is the sender's mistake wherever it stands.</summary>
public sealed class StrayBytesTests
{
    private const string At = "\u00FF";

    [Theory]
    [InlineData("POST", "/preview", """{"eventType":"order.shipped","data":{"orderId":"@"}}""")]
    [InlineData("POST", "/preview", """{"eventType":"order.shipped","data":{"@":1}}""")]
    [InlineData("POST", "/preview", """{"eventType":"order.@","data":{}}""")]
    [InlineData("POST", "/preview", """{"eventType":"order.shipped","data":{},"eventId":"@"}""")]
    [InlineData("POST", "/preview", """{"eventType":"order.shipped","data":{},"channels":["@"]}""")]
    [InlineData("POST", "/preview", """{"eventType":"order.shipped","data":{},"@":1}""")]
    [InlineData("POST", "/", """{"name":"\ud800","url":"https://erp.example.com","eventTypes":["*"]}""")]
    [InlineData("POST", "/", """{"name":"@","url":"https://erp.example.com","eventTypes":["*"]}""")]
    [InlineData("POST", "/", """{"name":"ERP","url":"https://erp.example.com","eventTypes":["*"],"headers":{"@":"1"}}""")]
    [InlineData("POST", "/whk_1/pause", """{"reason":"@"}""")]
    [InlineData("POST", "/whk_1/recover", """{"since":"@"}""")]
    [InlineData("POST", "/whk_1/rotate", """{"secret":"sixteen-characters-@"}""")]
    [InlineData("POST", "/whk_1/test", """{"eventType":"@"}""")]
    [InlineData("POST", "/whk_1/test", "@")]
    [InlineData("POST", "/whk_1/recover", """{"since":"0001-01-01T00:00:00Z"}""")]
    [InlineData("GET", "/?text=@", null)]
    [InlineData("GET", "/?@=1", null)]
    [InlineData("GET", "/deliveries?subject=@", null)]
    [InlineData("GET", "/deliveries?event=@", null)]
    [InlineData("GET", "/deliveries?type=%FF", null)]
    [InlineData("GET", "/statistics?from=@", null)]
    [InlineData("GET", "/statistics?to=0001-01-01", null)]
    [InlineData("GET", "/statistics?from=0001-01-01&to=9999-12-31", null)]
    [InlineData("GET", "/deliveries?from=9999-12-31T23:59:59-12:00", null)]
    [InlineData("GET", "/audit?before=@", null)]
    public async Task It_is_answered_with_400_or_finds_nothing(string method, string path, string? body)
    {
        await using var host = await ApiHost.StartAsync();
        await host.SubscribeAsync();

        var status = await SendAsync(host, method, path.Replace("@", At, StringComparison.Ordinal), body?.Replace("@", At, StringComparison.Ordinal));

        Assert.True(status == 400 || (body is null && status == 200), $"{status}");
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_shortly_however_long_it_is()
    {
        await using var host = await ApiHost.StartAsync();
        var webhook = await host.SubscribeAsync();

        var answer = await host.PostAsync($"/{webhook.Id}/pause", "{\"" + new string('k', 100_000) + "\":1}");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_json"), (answer.Status, answer.Code));
        Assert.True(answer.Text.Length < 500, $"{answer.Text.Length} characters");
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_its_senders_mistake()
    {
        var context = new DefaultHttpContext();
        (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = ("application/json", 100, new CutOff());

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => new ApiRequest(context, TenantScope.All, default).ReadAsync(ReadableJson.Types.PauseForm));

        Assert.Equal((StatusCodes.Status400BadRequest, "The body was cut off."), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task In_a_content_type_it_is_no_json()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/preview") { Content = new StringContent("{}") };
        request.Headers.Add(HeaderSignIn.Header, ApiHost.Manager);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    /// <summary>Byte for byte, as no client would.</summary>
    private static async Task<int> SendAsync(ApiHost host, string method, string path, string? body)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        var content = Encoding.Latin1.GetBytes(body ?? "");
        var head = $"{method} /api/webhooks{path} HTTP/1.1\r\nHost: localhost\r\n{HeaderSignIn.Header}: {ApiHost.Manager}\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n";
        var stream = connection.GetStream();
        await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. content]);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = await reader.ReadLineAsync();
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class CutOff : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("the connection was reset");
    }
}
