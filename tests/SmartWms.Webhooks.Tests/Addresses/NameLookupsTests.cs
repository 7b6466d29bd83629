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
    public async Task Names_that_have_answered_and_fall_silent_leave_half_to_other_tenants_and_are_new_names_again()
    {
        var isSilent = false;
        using var gate = new ManualResetEventSlim();
        var (asked, failed) = (0, 0);
        var lookups = new NameLookups(Resolve, Long);
        string[] names = [.. Enumerable.Range(0, NameLookups.MaxThreads).Select(i => $"turns{i}.example.com")];
        await Task.WhenAll(names.Select(name => lookups.LookUpAsync(name, "acme", Cancelled)));
        await lookups.LookUpAsync("fails.example.com", "acme", Cancelled);
        Volatile.Write(ref isSilent, true);

        Task[] silent = [.. names.Select(name => lookups.LookUpAsync(name, "acme", Cancelled))];
        await Patience.UntilAsync(() => Task.FromResult(Volatile.Read(ref asked) >= NameLookups.MaxOfTenant), () => $"{asked} asked");
        await lookups.LookUpAsync("other.example.com", "globex", Cancelled);
        Assert.Equal(NameLookups.MaxOfTenant, asked);
        gate.Set();
        await Task.WhenAll(silent);
        await Assert.ThrowsAsync<SocketException>(() => lookups.LookUpAsync("fails.example.com", "acme", Cancelled));

        // Failed once: from now on it stands with the new names.
        gate.Reset();
        failed = 0;
        Task[] unknown = [.. Enumerable.Range(0, NameLookups.MaxUnprovenOfTenant).Select(i => lookups.LookUpAsync($"turns-new{i}.example.com", "acme", Cancelled))];
        var waits = lookups.LookUpAsync("fails.example.com", "acme", Cancelled);
        for (var other = 0; other < 20; other++)
        {
            await lookups.LookUpAsync("other.example.com", "acme", Cancelled);
        }

        Assert.Equal(0, failed);
        gate.Set();
        await Task.WhenAll(unknown);
        await Assert.ThrowsAsync<SocketException>(() => waits);

        IPAddress[] Resolve(string host)
        {
            if (Volatile.Read(ref isSilent) && host.StartsWith("turns", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref asked);
                gate.Wait();
            }

            if (Volatile.Read(ref isSilent) && host.StartsWith("fails", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref failed);
                throw new SocketException((int)SocketError.TryAgain);
            }

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
}
