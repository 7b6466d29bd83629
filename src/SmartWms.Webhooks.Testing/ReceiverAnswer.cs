using System.Globalization;

namespace SmartWms.Webhooks.Testing;

/// <summary>What a <see cref="ScriptedReceiver"/> does with a request.</summary>
public sealed record ReceiverAnswer
{
    private ReceiverAnswer()
    {
    }

    /// <summary>200 without a body.</summary>
    public static ReceiverAnswer Ok { get; } = new();

    /// <summary>401, as if the signature were wrong: what a receiver with another secret answers.</summary>
    public static ReceiverAnswer BadSignature { get; } = new() { StatusCode = 401 };

    /// <summary>Nothing until <see cref="ScriptedReceiver.Release"/>, then 200; the sender's deadline may end it before.</summary>
    public static ReceiverAnswer Hanging { get; } = new() { Hangs = true };

    /// <summary>The connection is reset instead of an answer.</summary>
    public static ReceiverAnswer Dropped { get; } = new() { Drops = true };

    /// <summary>The status.</summary>
    /// <value>200.</value>
    public int StatusCode { get; private init; } = 200;

    /// <summary>The body, UTF-8.</summary>
    /// <value>Empty.</value>
    public string Body { get; private init; } = "";

    /// <summary>Seconds of <c>Retry-After</c>; <see langword="null"/>: without the header.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    internal bool Hangs { get; private init; }

    internal bool Drops { get; private init; }

    /// <summary>A status with a body.</summary>
    /// <param name="statusCode">200 to 599.</param>
    /// <param name="body">What the delivery log will show.</param>
    /// <returns>The answer.</returns>
    public static ReceiverAnswer Status(int statusCode, string body = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        ArgumentNullException.ThrowIfNull(body);
        return new ReceiverAnswer { StatusCode = statusCode, Body = body };
    }

    /// <summary>503 with <c>Retry-After</c>: the whole webhook waits that long.</summary>
    /// <param name="retryAfter">In whole seconds.</param>
    /// <returns>The answer.</returns>
    public static ReceiverAnswer Busy(TimeSpan retryAfter) => new() { StatusCode = 503, RetryAfter = retryAfter };

    /// <summary>The status, or what happens instead.</summary>
    /// <returns>For the message of a test that fails.</returns>
    public override string ToString() => Drops ? "reset" : Hangs ? "held" : StatusCode.ToString(CultureInfo.InvariantCulture);
}
