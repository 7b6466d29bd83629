using System.Net;
using System.Text;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace QuickStart;

/// <summary>One event to somebody else's receiver.</summary>
internal sealed class OneDelivery(Page page, DatabaseFile database, Arguments arguments)
{
    private readonly Uri _url = arguments.Url!;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var engine = await Engine.StartAsync(database, Allowed(_url), arguments.IsStandardEvent ? null : arguments.Event, cancellationToken);
        var (webhook, published) = await PublishAsync(engine, cancellationToken);
        page.Title("SmartWms.Webhooks quick start");
        page.Fact("to", webhook.Webhook.Url);
        page.Fact("contract", webhook.Webhook.Contract);
        page.Fact("secret", arguments.Secret is null ? $"{webhook.Secret.Reveal()} (generated: the receiver has to know it)" : "as given");
        page.Fact("store", database.Words);

        page.Heading($"1. {arguments.Event} is published");
        page.Fact("event", $"{published.EventId}, durable before anything is sent");
        var log = await engine.WaitForLogAsync(rows => rows.Any(row => row.Attempts > 0), cancellationToken);
        var delivery = (await engine.Deliveries.FindAsync(log[0].Id, cancellationToken: cancellationToken))!;
        page.Fact("body", Encoding.UTF8.GetString(delivery.Body ?? []));

        page.Heading("2. The receiver's answer");
        return Show(delivery.Attempts[0]);
    }

    private async Task<(WebhookWithSecret Webhook, Published Published)> PublishAsync(Engine engine, CancellationToken cancellationToken)
    {
        try
        {
            var webhook = await engine.SubscribeAsync(
                new() { Name = "QuickStart", Url = _url.OriginalString, Contract = arguments.Contract, Secret = arguments.Secret, EventTypes = [arguments.Event] },
                cancellationToken);
            var published = await engine.Dispatcher.PublishJsonAsync(
                arguments.Event, arguments.Data ?? Example(engine), new WebhookPublishOptions { TenantId = engine.Tenant }, cancellationToken);
            return (webhook, published);
        }
        catch (ArgumentException refused)
        {
            // The engine's own words name the value, the rule and the limit; the parameter's name is no help here.
            throw new ArgumentsException(refused.Message.Split(" (Parameter")[0]);
        }
    }

    private byte[] Example(Engine engine) => Encoding.UTF8.GetBytes(
        engine.Catalogue.Find(arguments.Event)?.Shapes.GetValueOrDefault(arguments.Contract)?.Example ?? """{"from":"QuickStart"}""");

    private int Show(DeliveryAttempt attempt)
    {
        if (attempt.StatusCode is { } status)
        {
            page.Fact("status", $"{status} in {Words.Milliseconds(attempt.Latency)}");
            page.Fact("answer", attempt.Answer.Length == 0 ? "(empty)" : Visible(Encoding.UTF8.GetString(attempt.Answer)));
        }

        if (attempt.Failure == FailureClass.None)
        {
            page.End("The receiver accepted it.", isGood: true);
            return ExitCode.Shown;
        }

        page.Fact("class", attempt.Failure.ToString());
        page.Fact("rule", attempt.Rule);
        page.End($"The receiver did not accept it: {Words.Of(attempt.Failure)}.", isGood: false);
        return ExitCode.NotShown;
    }

    /// <summary>What somebody else wrote must not steer the terminal.</summary>
    private static string Visible(string answer) => string.Concat(answer[..Math.Min(answer.Length, 500)].Select(one => char.IsControl(one) ? ' ' : one));

    /// <summary>This sample is the host, and the person at the command line has named the address: http, and that one address even in a private network.</summary>
    private static AddressPolicy Allowed(Uri url) => new() { AllowHttp = url.Scheme == Uri.UriSchemeHttp, AllowedNetworks = [.. Networks(url.DnsSafeHost)] };

    private static IEnumerable<IPNetwork> Networks(string host) => host == "localhost"
        ? [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]
        : IPAddress.TryParse(host, out var address) ? [new IPNetwork(address, address.GetAddressBytes().Length * 8)] : [];
}
