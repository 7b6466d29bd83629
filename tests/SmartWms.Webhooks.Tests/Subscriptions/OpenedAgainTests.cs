using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>A protector that fails for a while breaks a webhook for that while and no longer, as log 1804 says.</summary>
public sealed class OpenedAgainTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly RecordingLogs _logs = new();
    private readonly LoggerFactory _loggers;
    private readonly AwayProtector _protector = new();
    private readonly InMemorySubscriptionStore _store = new(new InMemoryDatabase());
    private readonly SubscriptionRegistry _registry;

    public OpenedAgainTests()
    {
        _loggers = new LoggerFactory([_logs]);
        _registry = new SubscriptionRegistry(
            _store, new SnapshotFactory(Contracts(), new SubscriptionOptions(), _protector, _loggers.CreateLogger<SnapshotFactory>()), _clock);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _registry.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task Deliveries_go_out_once_the_protector_works_again_without_an_edit_or_a_restart()
    {
        _protector.Failure = new CryptographicException("away");
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.ProtectSecretsWith(_protector));
        await using var other = await TestEngine.StartAsync(options => options.Pump.Enabled = false, builder => builder.UseStores(_ => engine.Store.Stores), engine.Clock);
        await other.SubscribeAsync(engine.Receiver.UrlOf("/hook"));
        await engine.PublishAsync();
        var failed = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.Equal((DeliveryState.Pending, FailureClass.InvalidRequest, 0), (failed.Delivery.State, failed.Delivery.Failure, engine.Receiver.Count));

        _protector.Failure = null;
        engine.Advance(Seconds(5));
        await engine.IdleAsync();
        engine.Advance(Seconds(55));
        var delivered = await engine.AttemptedAsync(failed.Delivery.Id, 2);
        await engine.PublishAsync();
        await engine.ReceivedAsync(2);

        Assert.Equal(DeliveryState.Delivered, delivered.Delivery.State);
        Assert.Single(engine.Engine.Logs.WithId(1804));
    }

    [Fact]
    public async Task Secrets_are_tried_again_every_few_seconds_until_they_open_and_the_log_is_told_once()
    {
        var webhook = await CreateAsync(WholeContent());
        _protector.Failure = new CryptographicException("away");
        Assert.Null(await ContentAsync(webhook));
        Assert.Null(await ContentAsync(webhook));
        Assert.Single(_protector.Tried);

        _clock.Advance(Seconds(5));
        Assert.Null(await ContentAsync(webhook));
        Assert.Null(await ContentAsync(webhook));
        Assert.Equal(2, _protector.Tried.Count);

        _protector.Failure = null;
        _clock.Advance(Seconds(4));
        Assert.Null(await ContentAsync(webhook));
        _clock.Advance(Seconds(1));
        Assert.NotNull(await ContentAsync(webhook));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await ContentAsync(webhook));
        Assert.Equal(3, _protector.Tried.Count);
        Assert.Single(_logs.WithId(1804));
    }

    [Fact]
    public async Task A_refresh_tries_them_too_and_leaves_alone_what_was_deleted_meanwhile()
    {
        _protector.Failure = new CryptographicException("away");
        var webhook = await CreateAsync(WholeContent());
        var deleted = await CreateAsync(WholeContent());
        await _registry.RefreshAsync(Cancelled);
        await _store.UpdateAsync(deleted with { State = SubscriptionState.Deleted }, Cancelled);

        _protector.Failure = null;
        _clock.Advance(Seconds(5));
        await _registry.RefreshAsync(Cancelled);

        Assert.NotNull(_registry.Current.Find(webhook.Id)!.Content);
        Assert.Null(_registry.Current.Find(deleted.Id)!.Content);
        _clock.Advance(Seconds(5));
        await _registry.RefreshAsync(Cancelled);
        Assert.Equal(3, _protector.Tried.Count);
    }

    [Fact]
    public async Task One_that_was_edited_meanwhile_has_one_turn_like_any_other()
    {
        _protector.Failure = new CryptographicException("away");
        var webhook = await CreateAsync(WholeContent());
        await _registry.RefreshAsync(Cancelled);
        await _store.UpdateAsync(webhook with { Name = "other" }, Cancelled);
        await _registry.RefreshAsync(Cancelled);
        Assert.Equal(2, _protector.Tried.Count);

        _clock.Advance(Seconds(5));
        await ContentAsync(webhook);

        Assert.Equal(3, _protector.Tried.Count);
    }

    [Fact]
    public async Task One_whose_bytes_can_never_be_read_keeps_no_other_closed()
    {
        _protector.Failure = new CryptographicException("away");
        var never = await CreateAsync([1]);
        var webhook = await CreateAsync(WholeContent());
        await _registry.RefreshAsync(Cancelled);

        _protector.Failure = null;
        _clock.Advance(Seconds(5));

        Assert.NotNull(await ContentAsync(webhook));
        Assert.Null(await ContentAsync(never));
        Assert.Equal(2, _logs.WithId(1804).Count);
    }

    [Fact]
    public async Task Whatever_a_protector_throws_when_it_is_tried_again_nobody_else_meets_it()
    {
        _protector.Failure = new CryptographicException("away");
        var webhook = await CreateAsync(WholeContent());
        Assert.Null(await ContentAsync(webhook));

        _protector.Failure = new TimeoutException("the vault does not answer");
        _clock.Advance(Seconds(5));
        Assert.Null(await ContentAsync(webhook));

        _protector.Failure = null;
        _clock.Advance(Seconds(5));
        Assert.NotNull(await ContentAsync(webhook));
    }

    [Fact]
    public async Task Many_hold_a_caller_up_for_a_moment_only_and_all_have_their_turn()
    {
        _protector.Failure = new CryptographicException("away");
        byte[] numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        foreach (var number in numbers)
        {
            await CreateAsync([number]);
        }

        await _registry.RefreshAsync(Cancelled);
        _protector.Tried.Clear();
        _protector.OnTry = () => _clock.Advance(TimeSpan.FromMilliseconds(60));
        for (var turn = 1; turn <= 5; turn++)
        {
            _clock.Advance(Seconds(6));
            await _registry.GetAsync(Cancelled);
            Assert.Equal(2 * turn, _protector.Tried.Count);
        }

        Assert.Equal(numbers, _protector.Tried.Order());
    }

    [Fact]
    public async Task A_protector_that_is_slow_to_fail_is_asked_a_tenth_of_the_time()
    {
        _protector.Failure = new CryptographicException("away");
        _protector.OnTry = () => _clock.Advance(Seconds(10));
        var webhook = await CreateAsync(WholeContent());
        await ContentAsync(webhook);
        _clock.Advance(Seconds(5));
        await ContentAsync(webhook);
        Assert.Equal(2, _protector.Tried.Count);

        _clock.Advance(Seconds(89));
        await ContentAsync(webhook);
        Assert.Equal(2, _protector.Tried.Count);
        _clock.Advance(Seconds(1));
        await ContentAsync(webhook);
        Assert.Equal(3, _protector.Tried.Count);
    }

    private static byte[] WholeContent() => new SealedContent(new SecretRing(WebhookSecret.Generate(), Noon), []).Seal(Protector);

    private async Task<StoredSubscription> CreateAsync(byte[] content) => (await _store.CreateAsync(Stored() with { Sealed = content }, Cancelled))!;

    private async Task<SealedContent?> ContentAsync(StoredSubscription webhook) => (await _registry.GetAsync(Cancelled)).Find(webhook.Id)!.Content;

    /// <summary>Opens what was not sealed at all, while it does not fail.</summary>
    private sealed class AwayProtector : IWebhookSecretProtector
    {
        public volatile Exception? Failure;

        public Action? OnTry { get; set; }

        /// <summary>The first byte of what it was to open, each time.</summary>
        public ConcurrentQueue<byte> Tried { get; } = [];

        public byte[] Protect(ReadOnlySpan<byte> plain) => plain.ToArray();

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes)
        {
            Tried.Enqueue(sealedBytes[0]);
            OnTry?.Invoke();
            return Failure is { } failure ? throw failure : sealedBytes.ToArray();
        }
    }
}
