using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>The checks themselves: whole accounts pass, and each thing that can go wrong is seen.</summary>
public sealed class InvariantsTests
{
    private static readonly Ledgers Published1 = Ledgers.Of(("try", "evt_1"), ("ack", "evt_1"));

    private static IReadOnlyList<StoreRow> Delivered { get; } =
        [.. Paths().Select((path, number) => new StoreRow($"dlv_{number}", "evt_1", path, State: 2, Attempts: 1, Records: 1, Successes: 1, LastNumber: 1, Token: 0))];

    private static IReadOnlyList<Arrival> Arrived { get; } = [.. Paths().Select(path => new Arrival("evt_1", path, 200, ""))];

    [Fact]
    public void Whole_accounts_pass() => Assert.Empty(Invariants.AtTheEnd(Published1, Store(Delivered), Arrived, []));

    [Fact]
    public void An_acknowledged_event_that_the_file_does_not_have_is_lost()
    {
        var store = new StoreView { Rows = [], Events = [] };

        Assert.Contains("lost: evt_1", Assert.Single(Invariants.AtTheKill(Published1, store)), StringComparison.Ordinal);
        Assert.Equal(Published.Endpoints, Invariants.Lost(Published1, store, []).Count());
    }

    [Fact]
    public void A_delivery_that_says_delivered_and_never_arrived_is_lost() =>
        Assert.Equal(["lost: evt_1 /endpoint-3 was acknowledged, and has neither a 2xx nor a terminal record"],
            Invariants.AtTheEnd(Published1, Store(Delivered), [.. Arrived.Where(arrival => arrival.Path != Published.Path(3))], []));

    [Fact]
    public void A_failure_for_good_with_its_attempts_is_no_loss()
    {
        var failed = Delivered[3] with { State = 3, Successes = 0 };

        Assert.Empty(Invariants.AtTheEnd(Published1, Store(With(failed)), [.. Arrived.Select(arrival => arrival.Path == failed.Path ? arrival with { Status = 410 } : arrival)], []));
    }

    [Fact]
    public void Half_a_fan_out_is_seen_also_when_nobody_was_told_of_the_event()
    {
        var tried = Ledgers.Of(("try", "evt_1"));

        Assert.StartsWith("half: evt_1", Assert.Single(Invariants.AtTheKill(tried, Store([.. Delivered.Skip(1)]))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_published_is_unexpected()
    {
        Assert.Contains("unexpected: evt_1 is stored and nobody published it", Invariants.AtTheKill(Ledgers.Of(), Store(Delivered)));
        Assert.Single(Invariants.Unexpected([.. Arrived, new Arrival("evt_2", "/endpoint-0", 200, "nobody published it")]));
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 1)]
    [InlineData(2, 2, 1, 1, 1)]
    [InlineData(2, 1, 1, 1, 2)]
    [InlineData(2, 2, 2, 2, 2)]
    [InlineData(2, 1, 1, 0, 1)]
    [InlineData(3, 1, 1, 1, 1)]
    public void A_delivery_whose_records_do_not_add_up_is_seen(int state, int attempts, int records, int successes, int lastNumber)
    {
        var row = Delivered[0] with { State = state, Attempts = attempts, Records = records, Successes = successes, LastNumber = lastNumber };

        Assert.StartsWith("record: dlv_0", Assert.Single(Invariants.AtTheEnd(Published1, Store(With(row)), Arrived, [])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_request_is_allowed_for_a_lease_that_a_kill_cut_and_for_no_other()
    {
        IReadOnlyList<Arrival> twice = [.. Arrived, Arrived[0]];
        var cut = Store(With(Delivered[0] with { State = 0, Attempts = 0, Records = 0, Successes = 0, LastNumber = 0, Token = 7 }));

        Assert.Equal(1, Invariants.Duplicates(twice));
        Assert.Empty(Invariants.Repeated(Store(Delivered), twice, [cut]));
        Assert.Single(Invariants.Repeated(Store(Delivered), twice, []));
        Assert.Single(Invariants.Repeated(Store(Delivered), [.. twice, Arrived[0]], [cut, cut]));
    }

    [Fact]
    public void What_is_claimed_and_has_not_arrived_is_counted()
    {
        var cut = Store([.. Delivered.Select((row, number) => row with { State = 0, Attempts = 0, Token = number })]);

        Assert.Equal(Published.Endpoints - 3, Invariants.NotArrived(cut, [.. Arrived.Take(3)], []));
    }

    [Fact]
    public void What_an_earlier_kill_cut_is_counted_again_only_when_it_was_claimed_again()
    {
        var first = Store([.. Delivered.Select((row, number) => row with { State = 0, Attempts = 0, Token = number + 1 })]);
        var second = Store([.. first.Rows.Select((row, number) => number < 2 ? row with { Token = 100 + number } : row)]);

        Assert.Equal(0, Invariants.NotArrived(first, [], [first]));
        Assert.Equal(2, Invariants.NotArrived(second, [], [first]));
    }

    [Fact]
    public void Disabled_without_its_failure_or_the_failure_without_it_is_half()
    {
        var failed = Store(With(Delivered[0] with { State = 3, Successes = 0 }));

        Assert.Equal(["half: /endpoint-0 is active with a failed delivery"], Invariants.AtTheKill(Published1, failed));
        Assert.Equal(["half: /endpoint-0 is disabled without a failed delivery"], Invariants.AtTheKill(Published1, Store(Delivered, "/endpoint-0")));
    }

    [Fact]
    public void A_damaged_file_is_seen() =>
        Assert.Equal(["integrity: wrong # of entries"], Invariants.AtTheKill(Published1, new StoreView { Rows = Delivered, Events = ["evt_1"], Integrity = "wrong # of entries" }));

    private static StoreView Store(IReadOnlyList<StoreRow> rows, params string[] disabled) => new() { Rows = rows, Events = ["evt_1"], Disabled = disabled };

    private static IReadOnlyList<StoreRow> With(StoreRow changed) => [.. Delivered.Select(row => row.Delivery == changed.Delivery ? changed : row)];

    private static IEnumerable<string> Paths() => Enumerable.Range(0, Published.Endpoints).Select(Published.Path);
}
