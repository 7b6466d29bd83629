using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>What this process does until it is killed or done.</summary>
internal sealed class Work(IHost host, CrashSettings settings, Ledger ledger, KillPoint point)
{
    private const int Publishers = 4;

    /// <summary>A rotation makes publishes match again: some are to be under way first.</summary>
    private const int BeforeRotating = 40;

    private readonly IWebhookDispatcher _dispatcher = host.Services.GetRequiredService<IWebhookDispatcher>();
    private readonly IWebhookSubscriptions _webhooks = host.Services.GetRequiredService<IWebhookSubscriptions>();
    private int _published;

    /// <summary>Publishes and delivers. Comes back only when it was not killed.</summary>
    public async Task LiveAsync()
    {
        var webhooks = await SubscribeAsync();
        var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(PublishAsync)));
        if (point.Is(KillPoints.Rotated))
        {
            await RotateAsync(webhooks, publishing);
        }

        await publishing;
    }

    /// <summary>One event after another, so that each has a commit of its own.</summary>
    public async Task PublishOneByOneAsync()
    {
        await SubscribeAsync();
        await PublishAsync();
        if (!settings.IsPostgreSql)
        {
            WriteSynchronous();
        }

        ledger.Write("commits", point.AddCommits.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Delivers until nothing is pending. As a person would, enables what was disabled.</summary>
    public async Task DrainAsync()
    {
        while (await EnableAsync() + Pending() > 0)
        {
            await Task.Delay(20);
        }
    }

    private async Task<IReadOnlyList<WebhookSubscription>> SubscribeAsync()
    {
        var known = (await _webhooks.ListAsync(new SubscriptionQuery())).Select(webhook => webhook.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var endpoint in Enumerable.Range(0, Published.Endpoints).Where(endpoint => !known.Contains(Published.Path(endpoint))))
        {
            await _webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = Published.Path(endpoint),
                Url = settings.Receiver.TrimEnd('/') + Published.Path(endpoint),
                EventTypes = ["order.*"],
                Secret = Published.FirstSecret(endpoint),
            });
        }

        return await _webhooks.ListAsync(new SubscriptionQuery());
    }

    private async Task PublishAsync()
    {
        for (var number = Interlocked.Increment(ref _published); number <= settings.Events; number = Interlocked.Increment(ref _published))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"evt_{settings.Run}_{number}");
            ledger.Write("try", id);
            await _dispatcher.PublishJsonAsync(
                Published.Type, Published.Data(id), new WebhookPublishOptions { EventId = id, OccurredAt = Published.OccurredAt });
            ledger.Write("ack", id);
        }
    }

    private async Task RotateAsync(IReadOnlyList<WebhookSubscription> webhooks, Task until)
    {
        while (Volatile.Read(ref _published) < BeforeRotating)
        {
            await Task.Delay(1);
        }

        for (var round = 1; !until.IsCompleted; round++)
        {
            foreach (var webhook in webhooks)
            {
                var secret = string.Create(CultureInfo.InvariantCulture, $"secret-{settings.Run}-{round}-of{webhook.Name.Replace('/', '-')}");
                ledger.Write("secret", $"{webhook.Name} {secret}");
                await _webhooks.RotateSecretAsync(webhook.Id, secret, TimeSpan.Zero);
            }
        }
    }

    private async Task<int> EnableAsync()
    {
        var disabled = await _webhooks.ListAsync(new SubscriptionQuery { State = SubscriptionState.Disabled });
        foreach (var webhook in disabled)
        {
            await _webhooks.EnableAsync(webhook.Id);
        }

        return disabled.Count;
    }

    /// <summary>What the kinds of connections that the engine opens say themselves.</summary>
    private void WriteSynchronous()
    {
        var connector = new SqliteConnector(new SqliteOptions { ConnectionString = $"Data Source={settings.Database}", Synchronous = settings.Synchronous });
        foreach (var open in (Func<SqliteSession>[])[connector.OpenWriter, connector.OpenPatient, connector.OpenReader])
        {
            using var session = open();
            ledger.Write("synchronous", session.Scalar("pragma synchronous").ToString(CultureInfo.InvariantCulture));
        }
    }

    private int Pending()
    {
        using DbConnection connection = settings.IsPostgreSql
            ? new NpgsqlConnection(settings.Database)
            : new SqliteConnection($"Data Source={settings.Database};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = settings.IsPostgreSql ? "select count(*) from wms_webhooks.wms_webhook_delivery" : "select count(*) from wms_webhook_delivery";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
