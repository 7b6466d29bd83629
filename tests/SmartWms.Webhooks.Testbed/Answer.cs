using System.Text;

namespace SmartWms.Webhooks.Testbed;

/// <summary>What a <see cref="ScriptedReceiver"/> does with one request.</summary>
public sealed record Answer
{
    /// <summary>200, no body.</summary>
    public static Answer Ok { get; } = new();

    /// <summary>Ends the connection without a byte of an answer (a reset on the wire).</summary>
    public static Answer Aborted { get; } = new() { Ending = AnswerEnding.AbortInstead };

    /// <summary>No answer until <see cref="ScriptedReceiver.Release"/>, then 200.</summary>
    public static Answer Hanging { get; } = new() { HangsUntilReleased = true };

    public int Status { get; init; } = 200;

    /// <summary>Sent in this order; a name may come twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Nothing is sent before this completes: <c>taskCompletionSource.Task</c>, or <c>Task.Delay(…, clock)</c>.</summary>
    public Task? After { get; init; }

    /// <summary>Nothing is sent before <see cref="ScriptedReceiver.Release"/>.</summary>
    public bool HangsUntilReleased { get; init; }

    /// <summary>Bytes of the body sent at a time; 0 sends it whole. Headers go out at once.</summary>
    public int DripSize { get; init; }

    /// <summary>Awaited before each piece (numbered from 0) of a dripped body.</summary>
    public Func<int, Task>? BeforePiece { get; init; }

    public AnswerEnding Ending { get; init; }

    /// <summary>A status with an optional text body.</summary>
    public static Answer With(int status, string body = "", params IEnumerable<(string Name, string Value)> headers) => new()
    {
        Status = status,
        Body = Encoding.UTF8.GetBytes(body),
        Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
    };

    /// <summary>200 that leaves only when the signal has completed.</summary>
    public static Answer OkAfter(Task signal) => new() { After = signal };

    /// <summary>200 whose body comes in pieces, each when its signal has completed.</summary>
    public static Answer Dripping(ReadOnlyMemory<byte> body, int size, Func<int, Task> beforePiece) =>
        new() { Body = body, DripSize = size, BeforePiece = beforePiece };
}
