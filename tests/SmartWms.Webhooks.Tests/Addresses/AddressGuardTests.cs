using System.Net;
using System.Net.Sockets;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

public class AddressGuardTests
{
    private static readonly AddressPolicy Default = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Allowed => SsrfCase.Ids("allow");

    public static TheoryData<string> RefusedAtConnect => SsrfCase.Ids("reject-at-connect");

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task A_case_that_is_allowed_may_be_dialled_at_exactly_its_addresses(string id)
    {
        var row = SsrfCase.Get(id);
        var guard = FakeResolver.Guard(Default, row.Lookups!);

        var addresses = await CheckAsync(guard, row);

        Assert.Equal(row.Lookups![0], addresses.Select(address => address.ToString()));
    }

    [Theory]
    [MemberData(nameof(RefusedAtConnect))]
    public async Task A_case_that_is_refused_at_connect_is_refused_with_one_look_up_a_connection(string id)
    {
        var row = SsrfCase.Get(id);
        var resolver = new FakeResolver(row.Lookups ?? []);
        var guard = row.LookupFailure == "TIMEOUT" ? Hanging() : resolver.Guard(Default);
        using var deadline = new CancellationTokenSource();

        for (var connection = 1; connection < (row.Lookups?.Count ?? 0); connection++)
        {
            Assert.Equal(row.Lookups![connection - 1], (await CheckAsync(guard, row)).Select(address => address.ToString()));
            Assert.Equal(connection, resolver.Count);
        }

        var check = CheckAsync(guard, row, deadline.Token);
        if (row.LookupFailure == "TIMEOUT")
        {
            await deadline.CancelAsync();
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(() => check);
        Assert.IsType(Expected(row), error, exactMatch: false);
        Assert.Equal(row.LookupFailure == "TIMEOUT" ? 0 : Math.Max(1, row.Lookups?.Count ?? 1), resolver.Count);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("2130706433")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[fe80::1%1]")]
    public async Task A_literal_address_is_checked_without_a_look_up(string host)
    {
        var resolver = new FakeResolver(["93.184.215.14"]);

        await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(resolver.Guard(Default), host));
        Assert.Equal(0, resolver.Count);
    }

    [Fact]
    public async Task One_refused_answer_refuses_the_whole_name_in_whatever_place_it_stands()
    {
        await RefusedAsync("10.0.0.5", "93.184.215.14", "93.184.215.15");
        await RefusedAsync("93.184.215.14", "10.0.0.5", "93.184.215.15");
        await RefusedAsync("93.184.215.14", "93.184.215.15", "10.0.0.5");

        static async Task RefusedAsync(params string[] answers)
        {
            var error = await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(FakeResolver.Guard(Default, [answers]), "hooks.example.com"));
            Assert.Equal(AddressVerdict.NotPublic, error.Verdict);
        }
    }

    [Fact]
    public async Task This_machines_own_address_is_refused_unless_its_network_is_listed()
    {
        var own = SsrfCase.Own.ToString();
        var listed = new AddressPolicy { AllowedNetworks = [IPNetwork.Parse(own + "/32")] };

        var error = await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(FakeResolver.Guard(Default, [own]), "self.example.com"));

        Assert.Equal(AddressVerdict.Own, error.Verdict);
        await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(FakeResolver.Guard(Default, ["::ffff:" + own]), "self.example.com"));
        Assert.Equal([SsrfCase.Own], await CheckAsync(FakeResolver.Guard(listed, [own]), "self.example.com"));
    }

    [Fact]
    public async Task A_metadata_address_stays_refused_in_a_listed_network()
    {
        var guard = FakeResolver.Guard(new AddressPolicy { AllowedNetworks = [IPNetwork.Parse("0.0.0.0/0")] }, ["169.254.169.254"]);

        var error = await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(guard, "hooks.example.com"));

        Assert.Equal(AddressVerdict.Metadata, error.Verdict);
    }

    [Fact]
    public async Task A_listed_name_still_has_to_lead_to_an_allowed_address()
    {
        var policy = new AddressPolicy { AllowedHosts = ["erp"] };

        await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(FakeResolver.Guard(policy, ["10.0.0.5"]), "erp"));
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.1")]
    [InlineData("::1/128", "::1")]
    public async Task Localhost_is_the_listed_loopback_address_and_never_looked_up(string network, string address)
    {
        var resolver = new FakeResolver(["127.0.0.1", "::1"]);
        var guard = resolver.Guard(new AddressPolicy { AllowedNetworks = [IPNetwork.Parse(network)] });

        Assert.Equal([IPAddress.Parse(address)], await CheckAsync(guard, "localhost"));
        Assert.Equal([IPAddress.Parse(address)], await CheckAsync(guard, "wms.LOCALHOST"));
        Assert.Equal(0, resolver.Count);
        await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(resolver.Guard(Default), "localhost"));
    }

    [Fact]
    public async Task A_port_that_is_not_allowed_is_refused_before_the_look_up()
    {
        var resolver = new FakeResolver(["93.184.215.14"]);

        var error = await Assert.ThrowsAsync<AddressBlockedException>(() => resolver.Guard(Default).CheckAsync("hooks.example.com", 22, null, Cancelled).AsTask());

        Assert.Equal(AddressVerdict.PortNotAllowed, error.Verdict);
        Assert.Equal(0, resolver.Count);
    }

    [Theory]
    [InlineData(typeof(SocketException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Whatever_a_resolver_throws_is_a_failed_look_up_and_never_a_refusal(Type thrown)
    {
        var guard = new AddressGuard(Default, (_, _, _) => throw (Exception)Activator.CreateInstance(thrown)!, () => []);

        var error = await Assert.ThrowsAsync<AddressLookupException>(() => CheckAsync(guard, "hooks.example.com"));

        Assert.IsType(thrown, error.InnerException);
    }

    [Fact]
    public async Task An_empty_name_is_a_failed_look_up_since_resolvers_answer_it_with_this_machines_addresses()
    {
        var resolver = new FakeResolver(["93.184.215.14"]);

        await Assert.ThrowsAsync<AddressLookupException>(() => CheckAsync(resolver.Guard(Default), ""));
        Assert.Equal(0, resolver.Count);
    }

    [Fact]
    public async Task No_message_names_the_host_or_its_address()
    {
        var blocked = await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(FakeResolver.Guard(Default, ["10.0.0.5"]), "canary.example.com"));
        var failed = await Assert.ThrowsAsync<AddressLookupException>(() => CheckAsync(FakeResolver.Guard(Default), "canary.example.com"));

        Assert.DoesNotContain("canary", blocked.Message + failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0", blocked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_address_behind_a_translator_is_an_own_address()
    {
        var guard = FakeResolver.Guard(new AddressPolicy { AllowNat64 = true }, [$"64:ff9b::{SsrfCase.Own}"]);

        var error = await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(guard, "hooks.example.com"));

        Assert.Equal(AddressVerdict.Own, error.Verdict);
    }

    [Fact]
    public async Task The_systems_own_addresses_and_resolver_are_asked_by_default()
    {
        Assert.Contains(IPAddress.Loopback, OwnAddresses.Read());
        await Assert.ThrowsAsync<AddressBlockedException>(() => CheckAsync(new AddressGuard(Default), "127.0.0.1"));
    }

    private static Type Expected(SsrfCase row) => row switch
    {
        { LookupFailure: "TIMEOUT" } => typeof(OperationCanceledException),
        { LookupFailure: not null } or { Lookups: [[]] } => typeof(AddressLookupException),
        _ => typeof(AddressBlockedException),
    };

    private static AddressGuard Hanging() => new(Default, (_, _, token) => new TaskCompletionSource<IPAddress[]>().Task.WaitAsync(token), () => []);

    private static Task<IReadOnlyList<IPAddress>> CheckAsync(AddressGuard guard, SsrfCase row, CancellationToken? deadline = null)
    {
        Assert.True(EndpointUrl.TryParse(row.Url, Default, out var url, out var error), error);
        return guard.CheckAsync(url.Uri.Host, url.Uri.Port, null, deadline ?? Cancelled).AsTask();
    }

    private static Task<IReadOnlyList<IPAddress>> CheckAsync(AddressGuard guard, string host) => guard.CheckAsync(host, 443, null, Cancelled).AsTask();
}
