using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Deliveries;

/// <summary>These numbers stand in databases: none may ever change its meaning, and a new one is added here.</summary>
public sealed class StoredNumbersTests
{
    [Fact]
    public void Failure_classes() => AssertNumbers<FailureClass>(
        (0, "None"), (1, "Lookup"), (2, "AddressBlocked"), (3, "ConnectionRefused"), (4, "ConnectionFailed"), (5, "Tls"), (6, "Timeout"), (7, "ConnectionLost"),
        (8, "MalformedAnswer"), (9, "ProxyRefused"), (20, "Redirected"), (21, "Rejected"), (22, "Gone"), (23, "TooManyRequests"), (24, "ServerError"), (25, "Unavailable"),
        (26, "UnknownStatus"), (40, "Aborted"), (41, "WorkerLost"), (42, "CircuitOpen"), (43, "HostPipeline"), (44, "InvalidRequest"), (99, "Unclassified"));

    [Fact]
    public void Delivery_states() => AssertNumbers<DeliveryState>((0, "Pending"), (1, "Sending"), (2, "Delivered"), (3, "Failed"), (4, "Cancelled"));

    [Fact]
    public void Triggers() => AssertNumbers<AttemptTrigger>((0, "Scheduled"), (1, "Resend"), (2, "Recover"), (3, "Test"));

    [Fact]
    public void Subscription_states() => AssertNumbers<SubscriptionState>((0, "Active"), (1, "Paused"), (2, "Disabled"), (3, "Deleted"));

    [Fact]
    public void Ends() => AssertNumbers<AfterLastAttempt>((0, "KeepActive"), (1, "Disable"), (2, "DisableAfterFiveDays"));

    [Fact]
    public void Lane_picks() => AssertNumbers<LanePick>((0, "LongestDue"), (1, "Oldest"), (2, "OldestElseLongestDue"));

    private static void AssertNumbers<T>(params (int, string)[] expected)
        where T : struct, Enum =>
        Assert.Equal(expected, Enum.GetValues<T>().Select(value => (Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture), value.ToString())));
}
