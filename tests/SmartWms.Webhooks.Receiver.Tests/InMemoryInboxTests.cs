using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class InMemoryInboxTests
{
    private const int Most = 100_000;

    private readonly InMemoryWebhookInbox _inbox = new();

    [Fact]
    public async Task The_last_hundred_thousand_ids_are_known()
    {
        await AddAsync("evt_oldest", "evt_kept");
        await AddOthersAsync(Most - 1);

        Assert.Equal(InboxOutcome.Pending, await AddAsync("evt_kept"));
        Assert.Equal(InboxOutcome.Added, await AddAsync("evt_oldest"));
    }

    [Fact]
    public async Task What_was_forgotten_and_came_again_is_as_new_as_any_other()
    {
        await AddAsync("evt_again");
        await _inbox.ForgetAsync("evt_again", default);
        await AddAsync("evt_again");
        await AddOthersAsync(Most - 1);

        Assert.Equal(InboxOutcome.Pending, await AddAsync("evt_again"));
    }

    [Fact]
    public async Task What_was_forgotten_takes_no_others_place()
    {
        await AddAsync("evt_kept", "evt_gone");
        await _inbox.ForgetAsync("evt_gone", default);
        await AddOthersAsync(Most - 1);

        Assert.Equal(InboxOutcome.Pending, await AddAsync("evt_kept"));
    }

    [Fact]
    public async Task What_was_handled_is_known_as_handled_and_what_nobody_added_is_not()
    {
        await AddAsync("evt_1");
        await _inbox.SetHandledAsync("evt_1", default, default);
        await _inbox.SetHandledAsync("evt_2", default, default);

        Assert.Equal(InboxOutcome.Handled, await AddAsync("evt_1"));
        Assert.Equal(InboxOutcome.Added, await AddAsync("evt_2"));
    }

    private async Task AddOthersAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await AddAsync($"evt_{i}");
        }
    }

    /// <summary>What became of the last.</summary>
    private async Task<InboxOutcome> AddAsync(params string[] ids)
    {
        var outcome = default(InboxOutcome);
        foreach (var id in ids)
        {
            outcome = await _inbox.AddAsync(new InboxEntry(id, default, default), default);
        }

        return outcome;
    }
}
