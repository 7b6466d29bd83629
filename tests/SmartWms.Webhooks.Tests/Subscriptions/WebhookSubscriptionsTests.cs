using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Time;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>What people and code do with webhooks, over the in-memory store.</summary>
public sealed class WebhookSubscriptionsTests : IDisposable
{
    private const string StandardSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private readonly FakeClock _clock = new();
    private readonly RecordingLogs _logs = new();
    private readonly LoggerFactory _loggers;
    private readonly InMemorySubscriptionStore _store = new(new InMemoryDatabase());
    private readonly InMemoryAuditStore _audit = new(new InMemoryDatabase());
    private readonly SubscriptionEvents _events = new();
    private readonly SwitchedProtector _protector = new();
    private readonly WebhookSubscriptions _webhooks;
    private int _changes;

    public WebhookSubscriptionsTests()
    {
        _loggers = new LoggerFactory([_logs]);
        _events.WebhookChanged += () => _changes++;
        var rules = new SubscriptionRules(Catalogue, Contracts(), new AddressPolicy());
        var form = new SubscriptionForm(rules, _protector);
        _webhooks = new WebhookSubscriptions(
            _store, form, new SubscriptionOptions(), _protector, _events, new SubscriptionTransfer(_store, rules, _protector, _events),
            new AuditTrail(_audit, _store, new ReadLimit(_clock), new EngineClock(_clock), _loggers.CreateLogger<AuditTrail>()), new EngineClock(_clock), _loggers.CreateLogger<WebhookSubscriptions>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task A_new_webhook_is_active_and_all_of_its_form_is_kept()
    {
        var (webhook, secret) = await _webhooks.CreateAsync(Full());

        Assert.Equal("CANARY-own-secret", secret.Reveal());
        Assert.Equal("…cret", webhook.SecretHint);
        Assert.Equal(("ERP", "https://erp.example.com/hook", "wms", "t1", null), (webhook.Name, webhook.Url, webhook.Contract, webhook.TenantId, webhook.Key));
        Assert.Equal(["order.shipped", "rma.*"], webhook.EventTypes);
        Assert.Equal(["a", "b"], webhook.Channels);
        Assert.Equal(["Authorization"], webhook.HeaderNames);
        Assert.Equal([Seconds(3), Seconds(9)], webhook.Schedule);
        Assert.Equal((Seconds(5), 2, new RateLimit(1, Seconds(1))), (webhook.Deadline!.Value, webhook.MaxInFlight!.Value, webhook.Rate!.Value));
        Assert.Equal((SubscriptionState.Active, null, Noon, Noon), (webhook.State, webhook.StateReason, webhook.StateChangedAt, webhook.CreatedAt));
        Assert.Null(webhook.RotationEndsAt);
        Assert.True(webhook.Version > 0);
        Assert.Equal(new KeyValuePair<string, string>("Authorization", "Bearer CANARY"), Assert.Single((await ContentAsync(webhook.Id)).Headers));
    }

    [Fact]
    public async Task The_least_form_gets_the_hosts_defaults_and_a_generated_secret()
    {
        var created = await _webhooks.CreateAsync(Least());
        var webhook = created.Webhook;

        Assert.Equal(created.Id, webhook.Id);
        Assert.StartsWith("whsec_", created.Secret.Reveal(), StringComparison.Ordinal);
        Assert.Equal(("smartwms", null), (webhook.Contract, webhook.TenantId));
        Assert.Empty(webhook.Channels);
        Assert.Empty(webhook.HeaderNames);
        Assert.True(webhook is { Schedule: null, Deadline: null, MaxInFlight: null, Rate: null });
        Assert.Equal(Noon, (await ContentAsync(webhook.Id)).Secrets.CreatedAt);
    }

    [Fact]
    public async Task A_form_with_every_mistake_names_each_and_stores_nothing()
    {
        var error = await Assert.ThrowsAsync<WebhookInputException>(() => _webhooks.CreateAsync(new NewWebhookSubscription
        {
            Name = "",
            Url = "ftp://erp.example.com",
            EventTypes = ["nobody.knows"],
            Secret = "CANARY-short",
            Headers = { ["Host"] = "CANARY" },
            Contract = "nobodys",
            TenantId = "",
            Channels = [""],
            Schedule = [],
            Deadline = Seconds(31),
            MaxInFlight = 0,
            Rate = new RateLimit(0, Seconds(1)),
        }));

        Assert.All(
            ["Name:", "Url:", "EventTypes:", "Secret:", "Headers:", "Contract:", "TenantId:", "Channels:", "Schedule:", "Deadline:", "MaxInFlight:", "Rate:"],
            field => Assert.Contains(field, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(await _webhooks.ListAsync(new SubscriptionQuery()));
        Assert.Equal(0, (await _store.GetChangesAsync(0, default)).Version);
    }

    [Fact]
    public async Task What_is_said_twice_is_kept_once()
    {
        var form = Least();
        form.EventTypes = ["*", "order.shipped", "*"];
        form.Channels = ["a", "a"];
        var webhook = (await _webhooks.CreateAsync(form)).Webhook;

        Assert.Equal(["*", "order.shipped"], webhook.EventTypes);
        Assert.Equal(["a"], webhook.Channels);
        webhook = await _webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { EventTypes = ["order.*", "order.*"], Channels = ["b", "b"] }, webhook.Version);
        Assert.Equal(["order.*"], webhook.EventTypes);
        Assert.Equal(["b"], webhook.Channels);
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_nothing_else()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        var after = await _webhooks.UpdateAsync(before.Id, new WebhookSubscriptionUpdate { Name = "SAP" }, before.Version);

        Assert.True(after.Version > before.Version);
        Assert.Equal(Text(before with { Name = "SAP", Version = after.Version }), Text(after));
        Assert.Equal("CANARY-own-secret", (await ContentAsync(before.Id)).Secrets.Current.Reveal());
        Assert.Single((await ContentAsync(before.Id)).Headers);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public async Task An_update_can_change_everything()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        var after = await _webhooks.UpdateAsync(
            before.Id,
            new WebhookSubscriptionUpdate
            {
                Name = "SAP",
                Url = "https://sap.example.com/",
                EventTypes = ["*"],
                Headers = new Dictionary<string, string?> { ["X-Site"] = "BKK1" },
                Contract = "smartwms",
                Channels = ["c"],
                Schedule = [Seconds(1)],
                Deadline = Seconds(6),
                MaxInFlight = 3,
                Rate = new RateLimit(2, Seconds(1)),
            },
            before.Version);

        Assert.Equal(("SAP", "https://sap.example.com/", "smartwms"), (after.Name, after.Url, after.Contract));
        Assert.Equal(["*"], after.EventTypes);
        Assert.Equal(["c"], after.Channels);
        Assert.Equal(["X-Site"], after.HeaderNames);
        Assert.Equal([Seconds(1)], after.Schedule);
        Assert.Equal((Seconds(6), 3, new RateLimit(2, Seconds(1))), (after.Deadline!.Value, after.MaxInFlight!.Value, after.Rate!.Value));
    }

    [Fact]
    public async Task Empty_values_bring_the_defaults_back()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        var after = await _webhooks.UpdateAsync(
            before.Id,
            new WebhookSubscriptionUpdate { Channels = [], Headers = new Dictionary<string, string?>(), Schedule = [], Deadline = TimeSpan.Zero, MaxInFlight = 0, Rate = default(RateLimit) },
            before.Version);

        Assert.Empty(after.Channels);
        Assert.Empty(after.HeaderNames);
        Assert.True(after is { Schedule: null, Deadline: null, MaxInFlight: null, Rate: null });
    }

    [Fact]
    public async Task A_header_without_a_value_keeps_the_stored_one()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        await _webhooks.UpdateAsync(before.Id, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["authorization"] = null, ["X-Site"] = "BKK1" } }, before.Version);

        Assert.Equal([new("authorization", "Bearer CANARY"), new("X-Site", "BKK1")], (await ContentAsync(before.Id)).Headers);
    }

    [Fact]
    public async Task A_header_without_a_value_that_was_never_stored_is_refused()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        var error = await Refused(before, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["X-Site"] = null } });

        Assert.Contains("Headers: 'X-Site' has no stored value to keep; give one.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ERP.example.com:443/another/path?q=1", true)]
    [InlineData("https://erp.example.com:8443/hook", false)]
    [InlineData("https://erp.example.com.evil.example.net/hook", false)]
    [InlineData("https://sap.example.com/hook", false)]
    public async Task A_stored_header_value_stays_with_the_host_that_it_was_given_for(string url, bool isKept)
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        foreach (var headers in new[] { null, new Dictionary<string, string?> { ["authorization"] = null } })
        {
            var update = new WebhookSubscriptionUpdate { Url = url, Headers = headers };
            if (isKept)
            {
                before = await _webhooks.UpdateAsync(before.Id, update, before.Version);
                Assert.Equal("Bearer CANARY", Assert.Single((await ContentAsync(before.Id)).Headers).Value);
                continue;
            }

            var error = await Refused(before, update);
            Assert.StartsWith("HeaderValues: what is stored for Authorization was given for https://erp.example.com. Give it again for https://", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_contract_that_the_secret_cannot_sign_is_refused_and_the_secret_not_shown()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;

        Assert.StartsWith("Secret: Standard Webhooks needs", await Refused(before, new WebhookSubscriptionUpdate { Contract = "standardwebhooks" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_an_update_is_named_and_nothing_is_stored()
    {
        var before = (await _webhooks.CreateAsync(Full())).Webhook;
        var error = await Refused(before, new WebhookSubscriptionUpdate
        {
            Name = " ",
            Url = "x",
            EventTypes = [],
            Headers = new Dictionary<string, string?> { ["Host"] = "CANARY" },
            Contract = "nobodys",
            Channels = [""],
            Schedule = [Seconds(0.5)],
            Deadline = Seconds(0.5),
            MaxInFlight = 257,
            Rate = new RateLimit(-1, Seconds(1)),
        });

        Assert.All(
            ["Name:", "Url:", "EventTypes:", "Headers:", "Contract:", "Channels:", "Schedule:", "Deadline:", "MaxInFlight:", "Rate:"],
            field => Assert.Contains(field, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_people_who_change_one_webhook_the_second_is_told()
    {
        var before = (await _webhooks.CreateAsync(Least())).Webhook;
        await _webhooks.UpdateAsync(before.Id, new WebhookSubscriptionUpdate { Name = "first" }, before.Version);

        var error = await Assert.ThrowsAsync<WebhookConflictException>(() => _webhooks.UpdateAsync(before.Id, new WebhookSubscriptionUpdate { Name = "second" }, before.Version));
        Assert.Equal($"{before.Id} has changed since version {before.Version} was read. Read it again and apply the change again.", error.Message);
        Assert.Equal("first", (await _webhooks.FindAsync(before.Id))!.Name);
    }

    [Fact]
    public async Task Pause_Resume_and_Enable_move_it_and_tell_this_nodes_loops()
    {
        var id = (await _webhooks.CreateAsync(Least())).Id;
        _clock.Advance(Seconds(60));
        var paused = await _webhooks.PauseAsync(id, "stocktaking");
        Assert.Equal((SubscriptionState.Paused, "stocktaking", Noon + Seconds(60)), (paused.State, paused.StateReason, paused.StateChangedAt));
        Assert.Equal((SubscriptionState.Active, null), await StateAsync(_webhooks.ResumeAsync(id)));
        await _webhooks.PauseAsync(id);
        Assert.Equal((SubscriptionState.Active, null), await StateAsync(_webhooks.EnableAsync(id)));

        Assert.Equal(4, _changes);
        Assert.Equal(2, (await _store.GetAsync(id, default))!.EnableEpoch);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_writes_nothing()
    {
        var webhook = (await _webhooks.CreateAsync(Least())).Webhook;

        Assert.Equal(webhook.Version, (await _webhooks.ResumeAsync(webhook.Id)).Version);
        Assert.Equal(webhook.Version, (await _webhooks.EnableAsync(webhook.Id)).Version);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public async Task A_disabled_webhook_is_enabled_and_not_resumed()
    {
        var id = (await _webhooks.CreateAsync(Least())).Id;
        await _store.UpdateAsync((await _store.GetAsync(id, default))! with { State = SubscriptionState.Disabled, StateReason = "All 5 attempts of one delivery failed." }, default);

        await Assert.ThrowsAsync<WebhookStateException>(() => _webhooks.ResumeAsync(id));
        Assert.Equal((SubscriptionState.Active, null), await StateAsync(_webhooks.EnableAsync(id)));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task A_reason_has_at_most_500_characters(int length, bool good)
    {
        var id = (await _webhooks.CreateAsync(Least())).Id;
        var reason = new string('a', length);
        if (good)
        {
            Assert.Equal(reason, (await _webhooks.PauseAsync(id, reason)).StateReason);
        }
        else
        {
            var error = await Assert.ThrowsAsync<WebhookInputException>("reason", () => _webhooks.PauseAsync(id, reason));
            Assert.StartsWith("A reason has at most 500 characters, not 501.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_deleted_webhook_is_not_found_any_more()
    {
        var id = (await _webhooks.CreateAsync(Least())).Id;
        await _webhooks.DeleteAsync(id);

        Assert.Null(await _webhooks.FindAsync(id));
        Assert.Empty(await _webhooks.ListAsync(new SubscriptionQuery()));
        var error = await Assert.ThrowsAsync<WebhookNotFoundException>(() => _webhooks.EnableAsync(id));
        Assert.Equal($"There is no webhook {id}.", error.Message);
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => _webhooks.DeleteAsync(id));
    }

    [Fact]
    public async Task Outside_its_tenant_a_webhook_does_not_exist()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        var foreign = TenantScope.Only("t2");

        Assert.Null(await _webhooks.FindAsync(id, foreign));
        Assert.Null(await _webhooks.FindAsync(id, TenantScope.Only(null)));
        Assert.NotNull(await _webhooks.FindAsync(id, TenantScope.Only("t1")));
        Assert.NotNull(await _webhooks.FindAsync(id));
        await NotFound(() => _webhooks.UpdateAsync(id, new WebhookSubscriptionUpdate(), 1, foreign));
        await NotFound(() => _webhooks.PauseAsync(id, null, foreign));
        await NotFound(() => _webhooks.ResumeAsync(id, foreign));
        await NotFound(() => _webhooks.EnableAsync(id, foreign));
        await NotFound(() => _webhooks.DeleteAsync(id, foreign));
        await NotFound(() => _webhooks.RotateSecretAsync(id, tenant: foreign));
        await NotFound(() => _webhooks.ActivateSecretAsync(id, foreign));
        Assert.Empty(await _webhooks.ListAsync(new SubscriptionQuery { Tenant = foreign }));
        Assert.Single(await _webhooks.ListAsync(new SubscriptionQuery { Tenant = TenantScope.Only("t1") }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task A_page_has_1_to_200(int size) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _webhooks.ListAsync(new SubscriptionQuery { PageSize = size }));

    [Fact]
    public async Task A_list_comes_in_pages_by_id()
    {
        var ids = new List<SubscriptionId>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add((await _webhooks.CreateAsync(Least())).Id);
        }

        Assert.Equal(ids[..2], (await _webhooks.ListAsync(new SubscriptionQuery { PageSize = 2 })).Select(webhook => webhook.Id));
        Assert.Equal(ids[2..], (await _webhooks.ListAsync(new SubscriptionQuery { PageSize = 200, After = ids[1] })).Select(webhook => webhook.Id));
    }

    [Fact]
    public async Task A_rotated_secret_overlaps_for_a_day_and_is_shown_once()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        var (webhook, secret) = await _webhooks.RotateSecretAsync(id);

        Assert.StartsWith("whsec_", secret.Reveal(), StringComparison.Ordinal);
        Assert.Equal(Noon + TimeSpan.FromHours(24), webhook.RotationEndsAt);
        Assert.Equal(secret.Hint, webhook.SecretHint);
        var ring = (await ContentAsync(id)).Secrets;
        Assert.Equal((secret, "CANARY-own-secret"), (ring.Current, ring.Retiring!.Reveal()));
        Assert.Single((await ContentAsync(id)).Headers);

        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Null((await _webhooks.FindAsync(id))!.RotationEndsAt);
    }

    [Fact]
    public async Task Activate_ends_the_overlap()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        var next = (await _webhooks.RotateSecretAsync(id, "CANARY-next-secret", TimeSpan.FromDays(7))).Secret;
        var webhook = await _webhooks.ActivateSecretAsync(id);

        Assert.Null(webhook.RotationEndsAt);
        var content = await ContentAsync(id);
        Assert.Equal((next, null), (content.Secrets.Current, content.Secrets.Retiring));
        Assert.Single(content.Headers);
    }

    [Fact]
    public async Task A_second_rotation_waits_for_the_first_unless_it_has_no_overlap()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        await _webhooks.RotateSecretAsync(id, "CANARY-next-secret");
        var error = await Assert.ThrowsAsync<WebhookStateException>(() => _webhooks.RotateSecretAsync(id, "CANARY-third-secret"));
        Assert.Equal($"{id} is rotating already, until 2030-01-02 12:00:00Z. Activate the new secret first, or rotate with no overlap.", error.Message);

        await _webhooks.RotateSecretAsync(id, "CANARY-third-secret", TimeSpan.Zero);
        var ring = (await ContentAsync(id)).Secrets;
        Assert.Equal(("CANARY-third-secret", null), (ring.Current.Reveal(), ring.Retiring));
    }

    [Fact]
    public async Task After_the_overlap_it_can_be_rotated_again()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        await _webhooks.RotateSecretAsync(id);
        _clock.Advance(TimeSpan.FromHours(24));

        Assert.NotNull((await _webhooks.RotateSecretAsync(id)).Webhook.RotationEndsAt);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(604800, true)]
    [InlineData(604801, false)]
    public async Task An_overlap_lasts_0_to_7_days(double seconds, bool good)
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        if (good)
        {
            await _webhooks.RotateSecretAsync(id, overlap: Seconds(seconds));
        }
        else
        {
            await Assert.ThrowsAsync<WebhookInputException>("overlap", () => _webhooks.RotateSecretAsync(id, overlap: Seconds(seconds)));
        }
    }

    [Fact]
    public async Task A_new_secret_keeps_the_contracts_rule()
    {
        var form = Least();
        (form.Contract, form.Secret) = ("standardwebhooks", StandardSecret);
        var id = (await _webhooks.CreateAsync(form)).Id;
        var error = await Assert.ThrowsAsync<WebhookInputException>(() => _webhooks.RotateSecretAsync(id, "CANARY-more-than-sixteen"));

        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(StandardSecret, (await ContentAsync(id)).Secrets.Current.Reveal());
    }

    [Fact]
    public async Task A_webhook_whose_secrets_cannot_be_opened_is_still_shown()
    {
        var id = (await _webhooks.CreateAsync(Full())).Id;
        _protector.IsBroken = true;
        var webhook = await _webhooks.FindAsync(id);

        Assert.Null(webhook!.SecretHint);
        Assert.Contains(_logs.Entries, line => line.AllText.Contains(nameof(System.Security.Cryptography.CryptographicException), StringComparison.Ordinal));
    }

    [Fact]
    public void A_wait_is_shown_until_it_is_over()
    {
        var stored = Stored() with { WaitUntil = Noon + Seconds(60), FirstFailureAt = Noon, FailedInARow = 2 };

        Assert.Equal((Noon + Seconds(60), Noon, 2), Shown(Noon + Seconds(59)));
        Assert.Null(SubscriptionView.Of(stored, null, Noon + Seconds(60)).WaitUntil);

        (DateTimeOffset?, DateTimeOffset?, int) Shown(DateTimeOffset now)
        {
            var view = SubscriptionView.Of(stored, null, now);
            return (view.WaitUntil, view.FirstFailureAt, view.FailedInARow);
        }
    }

    [Fact]
    public async Task No_secret_reaches_a_log_line_or_a_view()
    {
        var (webhook, _) = await _webhooks.CreateAsync(Full());
        webhook = await _webhooks.UpdateAsync(webhook.Id, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["X-Key"] = "CANARY" } }, webhook.Version);
        var rotated = await _webhooks.RotateSecretAsync(webhook.Id, "CANARY-next-secret");
        await _webhooks.ActivateSecretAsync(webhook.Id);

        Assert.DoesNotContain("CANARY", $"{webhook} {Text(webhook)} {rotated}", StringComparison.Ordinal);
        Assert.DoesNotContain(_logs.Entries, line => line.AllText.Contains("CANARY", StringComparison.Ordinal));
        Assert.NotEmpty(_logs.Entries);
    }

    private static NewWebhookSubscription Least() => new() { Name = "ERP", Url = "https://erp.example.com/hook", EventTypes = ["*"] };

    private static NewWebhookSubscription Full() => new()
    {
        Name = "ERP",
        Url = "https://ERP.example.com/hook",
        EventTypes = ["order.shipped", "rma.*"],
        Secret = "CANARY-own-secret",
        Headers = { ["Authorization"] = "Bearer CANARY" },
        Contract = "wms",
        TenantId = "t1",
        Channels = ["a", "b"],
        Schedule = [Seconds(3), Seconds(9)],
        Deadline = Seconds(5),
        MaxInFlight = 2,
        Rate = new RateLimit(1, Seconds(1)),
    };

    private static string Text(WebhookSubscription webhook) => System.Text.Json.JsonSerializer.Serialize(webhook);

    private static async Task<(SubscriptionState, string?)> StateAsync(Task<WebhookSubscription> change)
    {
        var webhook = await change;
        return (webhook.State, webhook.StateReason);
    }

    private static Task<WebhookNotFoundException> NotFound(Func<Task> act) => Assert.ThrowsAsync<WebhookNotFoundException>(act);

    private async Task<string> Refused(WebhookSubscription before, WebhookSubscriptionUpdate update)
    {
        var error = await Assert.ThrowsAsync<WebhookInputException>(nameof(update), () => _webhooks.UpdateAsync(before.Id, update, before.Version));
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before.Version, (await _store.GetAsync(before.Id, default))!.Version);
        Assert.Equal(0, _changes);
        return error.Message;
    }

    private async Task<SealedContent> ContentAsync(SubscriptionId id) => SealedContent.Open((await _store.GetAsync(id, default))!.Sealed, _protector);

    private sealed class SwitchedProtector : IWebhookSecretProtector
    {
        public bool IsBroken { get; set; }

        public byte[] Protect(ReadOnlySpan<byte> plain) => plain.ToArray();

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) =>
            IsBroken ? throw new System.Security.Cryptography.CryptographicException("the key is gone") : sealedBytes.ToArray();
    }
}
