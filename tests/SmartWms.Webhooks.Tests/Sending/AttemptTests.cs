using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R33: an attempt has a deadline of its own, though the sources behind it are used again.</summary>
public sealed class AttemptTests
{
    private static readonly SealedContent Content = new(new SecretRing(WebhookSecret.Generate(), Noon), []);

    private readonly DeadlinePool _deadlines = new(TimeProvider.System);

    [Fact]
    public void Cutting_an_attempt_that_has_ended_cuts_nobody_elses()
    {
        var ended = Begin();
        ended.Dispose();
        using var next = Begin();

        ended.Abort();

        Assert.False(next.Token.IsCancellationRequested);
        Assert.False(ended.WasAborted);
    }

    [Fact]
    public void Ending_twice_gives_its_deadline_away_once()
    {
        var ended = Begin();
        ended.Dispose();
        ended.Dispose();
        using var next = Begin();
        using var another = Begin();

        next.Abort();

        Assert.False(another.Token.IsCancellationRequested);
    }

    [Fact]
    public void Who_comes_after_the_end_finds_it_cancelled()
    {
        var ended = Begin();
        ended.Dispose();
        using var next = Begin();

        Assert.True(ended.Token.IsCancellationRequested);
        Assert.False(next.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_token_that_a_hosts_handler_may_still_hold_is_never_anybody_elses()
    {
        var ended = Begin();
        var held = ended.Token;
        _ = ended.Answer;           // it goes through handlers
        ended.Dispose();
        using var next = Begin();

        next.Abort();

        Assert.False(held.IsCancellationRequested);
    }

    [Fact]
    public void A_cut_attempt_is_cancelled_and_its_source_is_not_used_again()
    {
        var cut = Begin();
        cut.Abort();
        Assert.True(cut.WasAborted);
        Assert.True(cut.Token.IsCancellationRequested);
        cut.Dispose();

        using var next = Begin();

        Assert.False(next.Token.IsCancellationRequested);
    }

    [Fact]
    public void On_a_clock_of_a_test_each_attempt_has_its_whole_deadline()
    {
        var clock = new FakeClock();
        var deadlines = new DeadlinePool(clock);
        Begin(deadlines).Dispose();
        clock.Advance(Snapshot().Deadline - TimeSpan.FromSeconds(1));
        using var next = Begin(deadlines);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(next.Token.IsCancellationRequested);
        clock.Advance(Snapshot().Deadline);
        Assert.True(next.Token.IsCancellationRequested);
    }

    // R34
    [Fact]
    public void What_is_closed_is_never_entered_and_what_was_entered_is_not_closed()
    {
        using var closed = Begin();
        using var entered = Begin();
        Assert.True(closed.TryClose());
        Assert.True(entered.TryEnter());

        Assert.False(closed.TryEnter());
        Assert.False(entered.TryClose());
        Assert.True(closed.TryClose());
        Assert.Equal((true, false), (closed.IsClosed, entered.IsClosed));
        Assert.Equal((true, false), (closed.Answer.IsCanceled, entered.Answer.IsCompleted));
    }

    private Attempt Begin() => Begin(_deadlines);

    private static Attempt Begin(DeadlinePool deadlines) => new(Claimed(), Snapshot(), Content, Noon, 0, deadlines);
}
