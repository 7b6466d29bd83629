using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

public sealed class WorkerNodeTests
{
    private const string Secret = "a-secret-of-the-erp";

    [Fact]
    public async Task What_one_node_publishes_another_delivers()
    {
        await using var database = await DatabaseAsync();
        await using var erp = await ScriptedReceiver.StartAsync();
        erp.Next("/erp", Answer.With(500));
        await using var worker = await WorkerAsync(database, erp);
        await using var desk = Desk(database, erp, orders: 3);
        var run = await desk.FinishAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        AssertShows(run, "node desk-1: PublishesOnly, this one", "node worker-1: Delivers", "SO-0001 published as evt_", ", attempt 1: 500", ", attempt 2: 200");
        AssertShows(run, "SO-0001 sent by worker-1", "SO-0002 sent by worker-1", "SO-0003 sent by worker-1");
        Assert.DoesNotContain("sent by desk-1", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, erp.Count);
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, Secret);
        Assert.All(erp.Requests, request => Assert.Equal(WebhookVerification.Valid, verifier.Verify(request.Body.Span, request.HeaderValues, request.ArrivedAt)));
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_finishes_what_is_in_flight()
    {
        await using var database = await DatabaseAsync();
        await using var erp = await ScriptedReceiver.StartAsync();
        erp.Always("/erp", Answer.Hanging);
        await using var worker = await WorkerAsync(database, erp);
        await using var desk = Desk(database, erp, orders: 1);
        await erp.WaitForAsync(_ => true, 1, TimeSpan.FromSeconds(60));

        await worker.TerminateAsync();
        await worker.ReadToAsync("Application is shutting down");
        erp.Release();

        var stopped = await worker.FinishAsync();
        Assert.True(stopped.ExitCode == 0, stopped.Output + stopped.Errors);
        AssertShows(stopped, "Node worker-1 stopped: 0 requests were cut");
        var published = await desk.FinishAsync();
        Assert.True(published.ExitCode == 0, published.Output + published.Errors);
        AssertShows(published, "SO-0001 sent by worker-1, attempt 1: 200");
        Assert.Equal(1, erp.Count);
    }

    [Fact]
    public async Task Without_a_database_server_one_node_does_both()
    {
        using var folder = new TempFolder();
        await using var erp = await ScriptedReceiver.StartAsync();
        await using var node = Running.Sample(
            "WorkerNode", "--database", $"Data Source={folder["worker-node.db"]}", "--node", "all-1", "--erp", erp.UrlOf("/erp"), "--orders", "2");
        var run = await node.FinishAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        AssertShows(run, "node all-1: Delivers, this one", "SO-0002 sent by all-1, attempt 1: 200");
    }

    [Fact]
    public async Task An_ERP_that_takes_nothing_ends_with_1()
    {
        using var folder = new TempFolder();
        await using var erp = await ScriptedReceiver.StartAsync();
        erp.Always("/erp", Answer.With(404));
        await using var node = Running.Sample("WorkerNode", "--database", $"Data Source={folder["worker-node.db"]}", "--erp", erp.UrlOf("/erp"), "--orders", "1");
        var run = await node.FinishAsync();

        Assert.True(run.ExitCode == 1, run.Output + run.Errors);
        AssertShows(run, ", attempt 3: 404");
        Assert.StartsWith("SO-0001 did not reach the ERP.", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "deliver")]
    [InlineData("--role", "publish", "--database", "Data Source=worker-node.db")]
    [InlineData("--role", "work")]
    [InlineData("--orders", "0")]
    public async Task It_says_in_one_line_what_it_needs(params string[] arguments)
    {
        await using var node = Running.Sample("WorkerNode", arguments);
        var run = await node.FinishAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("give --role publish|deliver|both", Assert.Single(run.Errors.TrimEnd().Split(Environment.NewLine)), StringComparison.Ordinal);
    }

    private static async Task<PostgresDatabase> DatabaseAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        return await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
    }

    private static async Task<Running> WorkerAsync(PostgresDatabase database, ScriptedReceiver erp)
    {
        var worker = Running.Sample("WorkerNode", "--role", "deliver", "--node", "worker-1", "--database", database.ConnectionString, "--erp", erp.UrlOf("/erp"), "--secret", Secret);
        await worker.ReadToAsync("Node worker-1 delivers");
        return worker;
    }

    private static Running Desk(PostgresDatabase database, ScriptedReceiver erp, int orders) => Running.Sample(
        "WorkerNode", "--role", "publish", "--node", "desk-1", "--database", database.ConnectionString, "--erp", erp.UrlOf("/erp"), "--secret", Secret, "--orders", $"{orders}");

    private static void AssertShows(Finished run, params string[] texts) => Assert.All(texts, text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
}
