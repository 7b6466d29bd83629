using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Tests;

public sealed class DeliveryPagesTests
{
    [Fact]
    public async Task A_list_that_takes_longer_than_five_seconds_is_given_up()
    {
        var clock = new FakeClock();
        var stores = MemoryStores.Open();
        var log = new SlowLog(stores.Log);
        await using var host = await DashboardHost.StartAsync(engine =>
        {
            engine.Services.AddSingleton<TimeProvider>(clock);
            engine.UseStores(_ => new WebhookStores(stores.Subscriptions, stores.Deliveries, log));
        });

        var asked = host.GetAsync("deliveries");
        await log.Asked;
        clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await asked;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("given up after 5 seconds", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_was_resent_without_end_is_a_page_of_its_first_and_newest_attempts()
    {
        var stores = MemoryStores.Open();
        await using var host = await DashboardHost.StartAsync(engine => engine.UseStores(_ => stores with { Log = new LongLog(stores.Log, 151, new string('"', 16 * 1024)) }));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var page = await host.GetAsync($"deliveries/{delivery.Id}");
        var thai = await host.GetAsync($"deliveries/{delivery.Id}?lang=th");

        Assert.Contains("100 more attempts in between are kept and not shown here.", page.Text, StringComparison.Ordinal);
        Assert.Contains("ระหว่างนี้ส่งอีก 100 ครั้ง", thai.Text, StringComparison.Ordinal);
        Assert.Contains("Attempt 1 ", page.Text, StringComparison.Ordinal);
        Assert.Contains("Attempt 102 ", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 101 ", page.Text, StringComparison.Ordinal);
        Assert.Equal(40, page.Html.Split("Its response is kept and not shown here").Length - 1);
        Assert.Contains(">151<", page.Html, StringComparison.Ordinal);
        Assert.True(page.Html.Length < 1_300_000, $"{page.Html.Length} characters");
    }

    [Fact]
    public async Task A_webhooks_deliveries_have_exactly_the_documents_columns()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        await host.DeliverAsync();

        var english = await host.GetAsync($"webhooks/{webhook.Id}");
        var thai = await host.GetAsync($"webhooks/{webhook.Id}?lang=th");

        Assert.Equal(["Timestamp", "Event type", "Response code", "Response body (if failed)", "Latency", "Retry count"], english.ColumnHeads);
        Assert.Equal(["Timestamp", "Event Type", "Response Code", "Response Body (ถ้า fail)", "Latency", "Retry count"], thai.ColumnHeads);
    }

    [Fact]
    public async Task A_failure_shows_what_was_answered_and_a_success_does_not()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Next("/erp", Answer.With(200, "all is well")).Next("/erp", Answer.With(500, "ORA-00060: deadlock"));
        var webhook = await host.SubscribeAsync();
        var good = await host.DeliverAsync(subject: "SO-1");
        var bad = await host.DeliverAsync(subject: "SO-2", reached: row => row.Attempts == 1);

        var page = await host.GetAsync($"webhooks/{webhook.Id}");

        Assert.Contains("ORA-00060: deadlock", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("all is well", page.Text, StringComparison.Ordinal);
        Assert.Contains("Success 200", page.Text, StringComparison.Ordinal);
        Assert.Contains("Retrying 500", page.Text, StringComparison.Ordinal);
        Assert.True(page.Html.IndexOf(bad.Id.ToString(), StringComparison.Ordinal) < page.Html.IndexOf(good.Id.ToString(), StringComparison.Ordinal), "the newest stands first");
    }

    [Fact]
    public async Task A_delivery_tells_each_attempt_in_words_and_when_the_next_one_is()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(503, """{"reason":"maintenance"}"""));
        await host.SubscribeAsync(configure: form => form.Headers["X-Api-Key"] = "very-secret-key");
        var delivery = await host.DeliverAsync(reached: row => row.Attempts == 1);

        var page = await host.GetAsync($"deliveries/{delivery.Id}");
        var thai = await host.GetAsync($"deliveries/{delivery.Id}?lang=th");

        Assert.Contains("The receiver answered 503: it is not available. Next attempt:", page.Text, StringComparison.Ordinal);
        Assert.Contains("retry 1 of 4", page.Text, StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"maintenance\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("ผู้รับตอบ 503: ไม่พร้อมให้บริการ ส่งครั้งถัดไป:", thai.Text, StringComparison.Ordinal);
        Assert.Contains("X-Api-Key", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-key", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_curl_command_holds_the_request_without_what_is_secret()
    {
        var view = RequestText.Curl("https://erp.example.com/it's", [new("Content-Type", "application/json"), new("X-Api-Key", "***")], "{\"name\":\"O'Brien\"}"u8.ToArray());

        Assert.Equal("curl -X POST 'https://erp.example.com/it'\\''s' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{\"name\":\"O'\\''Brien\"}'", view);
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync(configure: form => form.Headers["X-Api-Key"] = "very-secret-key");
        var delivery = await host.DeliverAsync();
        var page = await host.GetAsync($"deliveries/{delivery.Id}");
        Assert.Contains($"curl -X POST '{host.Receiver.UrlOf("/erp")}'", page.Text, StringComparison.Ordinal);
        var command = page.Text[page.Text.IndexOf("curl -X", StringComparison.Ordinal)..page.Text.IndexOf("Without signature", StringComparison.Ordinal)];
        Assert.DoesNotContain("Signature", command, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Api-Key", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":""")]
    public async Task Whatever_a_receiver_answered_its_delivery_can_be_looked_at(string answer)
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Testbed.Answer.With(500, answer));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(reached: row => row.Attempts == 1);

        var page = await host.GetAsync($"deliveries/{delivery.Id}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(answer, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_to_a_deleted_webhook_is_not_offered_to_be_sent_again_and_stays_as_it_was()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        var delivery = await host.DeliverAsync();
        await host.Webhooks.DeleteAsync(webhook.Id);

        var page = await host.GetAsync($"deliveries/{delivery.Id}", DashboardHost.Manager);
        var pressed = await host.PostAsync($"deliveries/{delivery.Id}/resend");

        Assert.DoesNotContain(page.Actions, action => action.EndsWith("/resend", StringComparison.Ordinal));
        Assert.Contains("failed=", pressed.Location, StringComparison.Ordinal);
        Assert.Equal(delivery, (await host.Deliveries.FindAsync(delivery.Id))!.Delivery);
    }

    [Fact]
    public async Task Resend_sends_the_same_once_more_and_says_so()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var page = await host.FollowAsync(await host.PostAsync($"deliveries/{delivery.Id}/resend"));

        Assert.Contains("It is sent again now", page.Text, StringComparison.Ordinal);
        var requests = await host.Receiver.WaitForAsync(2);
        Assert.Equal(requests[0].Text, requests[1].Text);
    }

    [Fact]
    public async Task A_waiting_delivery_can_be_cancelled_and_an_ended_one_not()
    {
        await using var host = await DashboardHost.StartAsync();
        host.Receiver.Always("/erp", Answer.With(500));
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(reached: row => row.Attempts == 1);

        var done = await host.FollowAsync(await host.PostAsync($"deliveries/{delivery.Id}/cancel"));
        var again = await host.FollowAsync(await host.PostAsync($"deliveries/{delivery.Id}/cancel"));

        Assert.Contains("The delivery was cancelled", done.Text, StringComparison.Ordinal);
        Assert.Contains("there is nothing to cancel", again.Text, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Cancelled, (await host.Deliveries.FindAsync(delivery.Id))!.Delivery.State);
    }

    [Theory]
    [InlineData("SO-2024-77", "deliveries?subject=SO-2024-77")]
    [InlineData("{event}", "deliveries?event={event}")]
    [InlineData("{prefix}", "deliveries?event={prefix}")]
    [InlineData("{delivery}", "deliveries/{delivery}")]
    [InlineData("whk_1", "webhooks/whk_1")]
    [InlineData("nobody knows/this", "deliveries?subject=nobody%20knows%2Fthis")]
    [InlineData("", "deliveries")]
    public async Task The_search_box_finds_what_a_support_person_has_in_hand(string typed, string found)
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync(subject: "SO-2024-77");
        string Fill(string text) => text.Replace("{event}", delivery.EventId, StringComparison.Ordinal).Replace("{prefix}", delivery.EventId[..12], StringComparison.Ordinal).Replace("{delivery}", delivery.Id.ToString(), StringComparison.Ordinal);

        var answer = await host.GetAsync($"search?q={Uri.EscapeDataString(Fill(typed))}");

        Assert.Equal($"{DashboardHost.Mount}/{Fill(found)}", answer.Location);
    }

    [Fact]
    public async Task Empty_no_result_and_refused_are_three_different_pages()
    {
        await using var host = await DashboardHost.StartAsync();

        Assert.Contains("No deliveries yet", (await host.GetAsync("deliveries")).Text, StringComparison.Ordinal);
        Assert.Contains("No delivery matches", (await host.GetAsync("deliveries?subject=SO-404")).Text, StringComparison.Ordinal);
        var refused = await host.GetAsync("deliveries?state=lost");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("cannot be understood", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("deliveries/dlv_99")).Status);
    }

    [Fact]
    public async Task A_test_is_told_apart_from_a_delivery_of_the_same_type_wherever_either_stands()
    {
        await using var host = await DashboardHost.StartAsync();
        var webhook = await host.SubscribeAsync();
        var order = await host.DeliverAsync();
        var test = (await host.Deliveries.SendTestAsync(webhook.Id, WmsEvents.OrderShipped)).Delivery;

        foreach (var list in (string[])["deliveries", $"webhooks/{webhook.Id}"])
        {
            Assert.Equal([true, false], (await host.GetAsync(list)).Html.Split("<tr id=")[1..].Select(IsMarked));
        }

        Assert.True(IsMarked((await host.GetAsync($"deliveries/{test}")).Html));
        Assert.False(IsMarked((await host.GetAsync($"deliveries/{order.Id}")).Html));
        Assert.Contains("◇ ทดสอบ", (await host.GetAsync($"deliveries/{test}?lang=th")).Text, StringComparison.Ordinal);
        var csv = (await host.GetAsync("deliveries.csv")).Html.TrimEnd().Split("\r\n");
        Assert.Equal(["Test", "yes", ""], csv.Select(line => line[(line.LastIndexOf(',') + 1)..]));
        Assert.Equal([$"{test}", $"{order.Id}"], csv[1..].Select(line => line.Split(',')[1]));

        static bool IsMarked(string html) => WebUtility.HtmlDecode(html).Contains("◇</span> Test</span>", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_is_read_by_spreadsheets_and_runs_nothing_there()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        await host.DeliverAsync(subject: "=HYPERLINK(\"http://evil\",\"click\")");
        await host.DeliverAsync(subject: "ใบสั่ง, 42");

        var csv = await host.GetAsync("deliveries.csv");
        var bytes = await (await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{DashboardHost.Mount}/deliveries.csv") { Headers = { { "X-User", "viewer" } } })).Content.ReadAsByteArrayAsync();

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.StartsWith("text/csv", csv.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("attachment", csv.Headers["Content-Disposition"], StringComparison.Ordinal);
        var lines = csv.Html.TrimEnd().Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("Timestamp,Delivery,Webhook,Webhook name,", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(",whk_1,ERP_Order_Sync,order.shipped,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"ใบสั่ง, 42\",Success,200,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"click\"\")\",", lines[2], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.GetAsync("deliveries.csv?event=%3F")).Status);
    }

    [Fact]
    public async Task An_export_that_meets_the_limit_of_reading_ends_with_a_line_that_says_so()
    {
        var stores = MemoryStores.Open();
        var log = new LogThatTires(stores.Log);
        await using var host = await DashboardHost.StartAsync(engine => engine.UseStores(_ => stores with { Log = log }));
        await host.SubscribeAsync();
        await host.Dispatcher.PublishAsync([.. Enumerable.Range(0, 250).Select(number => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray()))]);

        var whole = await host.GetAsync("deliveries.csv");
        log.IsTired = true;
        var cut = await host.GetAsync("deliveries.csv");

        Assert.Equal(251, whole.Html.TrimEnd().Split("\r\n").Length);
        var lines = cut.Html.TrimEnd().Split("\r\n");
        Assert.Equal((HttpStatusCode.OK, 202), (cut.Status, lines.Length));
        Assert.StartsWith("Only the newest 200 rows", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("+66 2 123", "'+66 2 123")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData(null, "")]
    public void A_cell_that_a_spreadsheet_would_run_becomes_text(string? value, string cell) => Assert.Equal(cell, Csv.Field(value));

    [Fact]
    public async Task A_body_is_a_file_of_exactly_the_bytes_that_were_sent()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.SubscribeAsync();
        var delivery = await host.DeliverAsync();

        var body = await host.GetAsync($"deliveries/{delivery.Id}/body");

        Assert.Equal((await host.Receiver.WaitForAsync(1))[0].Text, body.Html);
        Assert.StartsWith("text/plain", body.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("attachment", body.Headers["Content-Disposition"], StringComparison.Ordinal);
    }
}
