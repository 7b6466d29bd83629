using SmartWms.Webhooks.EntityFrameworkCore.Collecting;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Collecting;

public sealed class CollectedEventsTests
{
    private readonly CollectedEvents _events = new();
    private readonly Guid _first = Guid.NewGuid();
    private readonly Guid _second = Guid.NewGuid();

    [Fact]
    public void What_a_transaction_holds_is_not_written_into_it_again_but_into_the_next()
    {
        _events.Add(Event(), null);
        Assert.Single(_events.Unwritten(_first));

        _events.Written(_first);

        Assert.Empty(_events.Unwritten(_first));
        Assert.Single(_events.Unwritten(_second));
    }

    [Fact]
    public void A_commit_forgets_what_it_held_and_nothing_else()
    {
        _events.Add(Event(), _first);
        _events.Written(_first);
        _events.Add(Event(), _first);

        _events.Committed(_first);
        _events.RolledBack(_first);     // its end is over: it takes nothing more along

        Assert.Single(_events.Unwritten(_second));
    }

    [Fact]
    public void A_rollback_forgets_what_was_collected_in_it_and_keeps_what_was_collected_before()
    {
        _events.Add(Event("before"), null);
        _events.Add(Event("inside"), _first);
        _events.Written(_first);

        _events.RolledBack(_first);

        Assert.Equal("before", Assert.Single(_events.Unwritten(_first)).Type);
    }

    [Fact]
    public void An_accepted_save_forgets_what_it_wrote_and_keeps_what_was_collected_after()
    {
        _events.Add(Event("written"), null);
        _events.Written(_first);
        _events.Add(Event("after"), null);

        _events.Accepted();

        Assert.Equal("after", Assert.Single(_events.Unwritten(_first)).Type);
    }

    [Fact]
    public void After_going_back_to_a_savepoint_what_was_not_accepted_is_written_again()
    {
        _events.Add(Event(), null);
        _events.Written(_first);

        _events.Undone(_second);
        Assert.Empty(_events.Unwritten(_first));
        _events.Undone(_first);

        Assert.Single(_events.Unwritten(_first));
    }

    [Theory]
    [InlineData(3, new[] { "a", "b", "c", "d" }, "abc|d")]
    [InlineData(1, new[] { "a", "b" }, "a|b")]
    [InlineData(9, new[] { "a", "b", "a", "a" }, "ab|a|a")]
    [InlineData(9, new string[0], "")]
    public void Batches_are_bounded_and_hold_no_id_twice(int max, string[] ids, string expected)
    {
        var step = new WriteStep([.. ids.Select(id => NewWebhookEvent.FromJson("order.shipped", "1"u8.ToArray(), new WebhookPublishOptions { EventId = id }))], null);

        Assert.Equal(expected, string.Join('|', step.Batches(max).Select(batch => string.Concat(batch.Select(webhookEvent => webhookEvent.Options.EventId)))));
    }

    private static NewWebhookEvent Event(string type = "order.shipped") => NewWebhookEvent.FromJson(type, "1"u8.ToArray());
}
