using System.Net;
using System.Net.Sockets;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Addresses;

public sealed class NameLookupsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_without_an_answer_hold_a_few_threads_and_a_name_that_has_answered_before_is_answered_beside_them()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        await lookups.LookUpAsync("good.example.com", null, Cancelled);

        Task<IPAddress[]>[] silent = [.. Enumerable.Range(0, 500).Select(i => lookups.LookUpAsync($"silent{i}.example.com", null, Cancelled))];
        await resolver.WaitForAsync(NameLookups.MaxUnprovenOfTenant);

        Assert.Equal([IPAddress.Loopback], await lookups.LookUpAsync("GOOD.example.com", null, Cancelled));
        Assert.Equal(NameLookups.MaxUnprovenOfTenant, resolver.Silent.Count);
        Assert.DoesNotContain(silent, lookup => lookup.IsCompleted);
        resolver.Answer();
        await Task.WhenAll(silent);
        Assert.Equal(500, resolver.Silent.Count);
    }

    [Fact]
    public async Task A_tenant_whose_names_are_silent_leaves_room_for_the_new_names_of_another()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        Task[] silent = [.. Enumerable.Range(0, 100).Select(i => lookups.LookUpAsync($"silent{i}.example.com", "acme", Cancelled))];

        Assert.Equal([IPAddress.Loopback], await lookups.LookUpAsync("good.example.com", "globex", Cancelled));
        resolver.Answer();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task However_many_tenants_ask_new_names_leave_half_of_the_threads_to_those_that_have_answered()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        await lookups.LookUpAsync("good.example.com", "acme", Cancelled);

        Task[] silent = [.. Enumerable.Range(0, 200).Select(i => lookups.LookUpAsync($"silent{i}.example.com", $"tenant{i}", Cancelled))];
        await resolver.WaitForAsync(NameLookups.MaxUnproven);
        await lookups.LookUpAsync("good.example.com", "globex", Cancelled);

        Assert.Equal(NameLookups.MaxUnproven, resolver.Silent.Count);
        resolver.Answer();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task Names_that_have_answered_and_fall_silent_leave_half_to_other_tenants()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        resolver.Answer();
        string[] names = [.. Enumerable.Range(0, NameLookups.MaxThreads).Select(i => $"turns{i}.example.com")];
        await Task.WhenAll(names.Select(name => lookups.LookUpAsync(name, "acme", Cancelled)));
        resolver.FallSilent();

        Task[] silent = [.. names.Select(name => lookups.LookUpAsync(name, "acme", Cancelled))];
        await resolver.WaitForAsync(NameLookups.MaxThreads + NameLookups.MaxOfTenant);
        await lookups.LookUpAsync("good.example.com", "globex", Cancelled);

        Assert.Equal(NameLookups.MaxThreads + NameLookups.MaxOfTenant, resolver.Silent.Count);
        resolver.Answer();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task Names_that_were_silent_wait_behind_new_ones_and_have_an_eighth_of_the_threads()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(TimeSpan.FromMilliseconds(50));
        string[] names = [.. Enumerable.Range(0, NameLookups.MaxUnprovenOfTenant).Select(i => $"silent{i}.example.com")];
        foreach (var lookup in names.Select(name => lookups.LookUpAsync(name, null, Cancelled)).ToList())
        {
            await Assert.ThrowsAsync<TimeoutException>(() => lookup);
        }

        await Patience.UntilAsync(() => Task.FromResult(lookups.SilentNames == names.Length), () => $"{lookups.SilentNames} known as silent");

        // Asked by others while their threads are held: what is known to be silent gets no thread beyond its share, and a new name is answered at once.
        var again = names.Select(name => lookups.LookUpAsync(name, "acme", Cancelled)).ToList();
        await lookups.LookUpAsync("good.example.com", "acme", Cancelled);
        foreach (var lookup in again)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => lookup);
        }

        Assert.Equal(names.Length, resolver.Silent.Count);
        resolver.Answer();
        await AnsweredAsync(lookups, names[0]);
    }

    [Fact]
    public async Task A_thread_that_is_free_goes_to_the_tenant_with_the_fewest()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        Task[] silent =
        [
            .. Enumerable.Range(0, 100).Select(i => lookups.LookUpAsync($"silent-a{i}.example.com", "acme", Cancelled)),
            .. Enumerable.Range(0, 100).Select(i => lookups.LookUpAsync($"silent-b{i}.example.com", "globex", Cancelled)),
        ];
        await resolver.WaitForAsync(NameLookups.MaxUnproven);
        var mine = lookups.LookUpAsync("good.example.com", "initech", Cancelled);
        Assert.False(mine.IsCompleted);

        resolver.AnswerOne();
        await mine;

        Assert.Contains("good.example.com", resolver.Asked.Take(NameLookups.MaxUnproven + 1));
        resolver.Answer();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_has_answered()
    {
        using var gate = new ManualResetEventSlim();
        var lookups = new NameLookups(host => host.StartsWith("silent", StringComparison.Ordinal) ? Hold() : throw new SocketException((int)SocketError.HostNotFound), Long, NameLookups.Start);
        await Assert.ThrowsAsync<SocketException>(() => lookups.LookUpAsync("gone.example.com", null, Cancelled));
        Task[] silent = [.. Enumerable.Range(0, NameLookups.MaxUnprovenOfTenant).Select(i => lookups.LookUpAsync($"silent{i}.example.com", null, Cancelled))];

        await Assert.ThrowsAsync<SocketException>(() => lookups.LookUpAsync("gone.example.com", null, Cancelled));

        gate.Set();
        await Task.WhenAll(silent);

        IPAddress[] Hold()
        {
            gate.Wait();
            return [IPAddress.Loopback];
        }
    }

    [Fact]
    public async Task Those_who_ask_for_one_name_share_its_look_up_within_their_tenant()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);

        Task[] asked = [.. Enumerable.Range(0, 100).Select(_ => lookups.LookUpAsync("silent.example.com", "acme", Cancelled)), lookups.LookUpAsync("SILENT.example.com", "globex", Cancelled)];
        await resolver.WaitForAsync(2);
        resolver.Answer();
        await Task.WhenAll(asked);

        Assert.Equal(["silent.example.com", "silent.example.com"], resolver.Asked);
        await lookups.LookUpAsync("silent.example.com", "acme", Cancelled);
        Assert.Equal(3, resolver.Asked.Count);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_asked()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(Long);
        using var giveUp = new CancellationTokenSource();
        Task[] silent = [.. Enumerable.Range(0, NameLookups.MaxUnprovenOfTenant).Select(i => lookups.LookUpAsync($"silent{i}.example.com", null, Cancelled))];
        var given = lookups.LookUpAsync("good.given-up.example.com", null, giveUp.Token);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        resolver.Answer();
        await Task.WhenAll(silent);
        await lookups.LookUpAsync("good.example.com", null, Cancelled);

        Assert.DoesNotContain("good.given-up.example.com", resolver.Asked);
    }

    [Fact]
    public async Task Whoever_waits_too_long_is_told_so_and_the_answer_that_comes_late_is_nobodys_error()
    {
        using var resolver = new SilentResolver();
        var lookups = resolver.Lookups(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAsync<TimeoutException>(() => lookups.LookUpAsync("silent.example.com", null, Cancelled));

        resolver.Answer();
        await lookups.LookUpAsync("good.example.com", null, Cancelled);
    }

    [Fact]
    public async Task A_thread_that_cannot_be_started_fails_one_look_up_and_takes_no_place()
    {
        var refused = NameLookups.MaxThreads + 10;
        var lookups = new NameLookups(_ => [IPAddress.Loopback], Long, work =>
        {
            if (refused-- > 0)
            {
                throw new OutOfMemoryException("No more threads.");
            }

            NameLookups.Start(work);
        });
        for (var left = refused; left > 0; left--)
        {
            await Assert.ThrowsAsync<OutOfMemoryException>(() => lookups.LookUpAsync("erp.example.com", null, Cancelled));
        }

        Assert.Equal([IPAddress.Loopback], await lookups.LookUpAsync("erp.example.com", null, Cancelled));
    }

    /// <summary>A name that is answered now, as soon as a thread is free for it.</summary>
    private static Task AnsweredAsync(NameLookups lookups, string name) => Patience.UntilAsync(
        async () =>
        {
            try
            {
                await lookups.LookUpAsync(name, null, Cancelled);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        },
        () => $"{name} is not answered");
}
