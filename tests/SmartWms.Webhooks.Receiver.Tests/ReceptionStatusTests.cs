using SmartWms.Webhooks.Receiver.Receiving;

namespace SmartWms.Webhooks.Receiver.Tests;

public sealed class ReceptionStatusTests
{
    private static readonly (ReceptionResult Result, int Status)[] Rows =
    [
        (ReceptionResult.Accepted, 200),
        (ReceptionResult.Duplicate, 200),
        (ReceptionResult.UnsupportedMediaType, 415),
        (ReceptionResult.TooLarge, 413),
        (ReceptionResult.Unverified, 401),
        (ReceptionResult.Malformed, 400),
        (ReceptionResult.Unavailable, 503),
        (ReceptionResult.HandlerFailed, 500),
        (ReceptionResult.Aborted, 499),
    ];

    [Fact]
    public void Every_result_has_the_status_that_makes_a_sender_do_the_right_thing()
    {
        Assert.Equal(Enum.GetValues<ReceptionResult>(), Rows.Select(row => row.Result));
        Assert.All(Rows, row => Assert.Equal(row.Status, ReceptionStatus.Of(row.Result)));
    }
}
