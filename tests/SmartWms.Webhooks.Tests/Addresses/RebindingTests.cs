using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.Generated;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>A name that answers now with a public address, now with a private one, now with both: the whole engine, a new connection each time.</summary>
public sealed class RebindingTests
{
    private const int Deliveries = 10_000;
    private const int Webhooks = 20;
    private const int Seed = 4711;

    private static readonly string[] Public = ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "1.0.0.1", "2a00:1450:4001::1"];

    private static readonly string[] Inner =
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.3.4", "169.254.169.254", "168.63.129.16", "100.64.0.1", "100.100.100.200", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "fe80::1", "fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:5", "2002:7f00:1::", "2001::1", "2001:db8::1",
        "::127.0.0.1", "5f00::1", SelfText,
    ];

    private const string SelfText = "93.184.220.29";

    [Fact]
    public async Task Of_10_000_deliveries_those_whose_every_answer_is_public_are_dialled_and_no_other()
    {
        var resolver = new Alternating(Seed);
        var dials = new LoggedDials();
        var guard = new AddressGuard(new AddressPolicy { AllowHttp = true }, resolver.LookUpAsync, () => [IPAddress.Parse(SelfText)], dials.DialAsync);
        await using var engine = await TestEngine.StartAsync(
            options => (options.Addresses, options.Contract, options.Lanes.Circuit.MinimumAttempts) = (guard.Policy, WebhookContract.Wms, 1000),
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(guard));
                return builder.UseInMemory();
            });
        for (var i = 0; i < Webhooks; i++)
        {
            await engine.SubscribeAsync($"http://hooks{i}.example.com/", form => (form.MaxInFlight, form.Schedule) = (64, [TimeSpan.FromDays(1)]));
        }

        for (var batch = 0; batch < Deliveries / Webhooks / 100; batch++)
        {
            await engine.Dispatcher.PublishAsync(
                [.. Enumerable.Range(0, 100).Select(_ => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray()))], TestContext.Current.CancellationToken);
        }

        var lanes = engine.Services.GetRequiredService<LaneSet>();
        await Patience.UntilAsync(() => Task.FromResult(resolver.Asked >= Deliveries && lanes.InFlight == 0), () => $"{resolver.Asked} look-ups", TimeSpan.FromSeconds(120));
        await engine.StopAsync();

        var outcomes = engine.Logs.WithId(1400).CountBy(line => line.State.Single(value => value.Key == "Failure").Value!.ToString()!).ToDictionary();
        Assert.Equal(Deliveries, resolver.Asked);
        Assert.Equal(resolver.AllPublic, dials.Dialled.Count);
        Assert.Equal((resolver.AllPublic, Deliveries - resolver.AllPublic), (outcomes["Accepted"], outcomes[nameof(FailureClass.AddressBlocked)]));
        Assert.True(dials.Dialled.Count >= 4_000, $"{dials.Dialled.Count} dials");
        Assert.Equal([], dials.Dialled.Where(dial => !UrlOracle.IsPublic(dial.Address) || dial.Address.ToString() == SelfText || dial.Port != 80));
        TestContext.Current.SendDiagnosticMessage($"{resolver.Asked} look-ups, {dials.Dialled.Count} public dials, 0 private");
    }

    /// <summary>Half of the answers all public, a quarter all private, a quarter mixed in any order.</summary>
    private sealed class Alternating(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Lock _gate = new();

        public int Asked { get; private set; }

        public int AllPublic { get; private set; }

        public Task<IPAddress[]> LookUpAsync(string host, string? tenant, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Asked++;
                string[] answers = _random.Next(4) switch
                {
                    0 => [.. Some(Inner)],
                    1 => [.. Some(Public), .. Some(Inner), .. Some(Public)],
                    _ => [.. Some(Public)],
                };
                _random.Shuffle(answers);
                AllPublic += answers.All(Public.Contains) ? 1 : 0;
                return Task.FromResult(answers.Select(IPAddress.Parse).ToArray());
            }
        }

        private IEnumerable<string> Some(string[] list) => Enumerable.Range(0, _random.Next(1, 4)).Select(_ => list[_random.Next(list.Length)]);
    }
}
