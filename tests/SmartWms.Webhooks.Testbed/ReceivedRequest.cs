using System.Text;

namespace SmartWms.Webhooks.Testbed;

/// <summary>One whole request as a <see cref="ScriptedReceiver"/> got it.</summary>
public sealed class ReceivedRequest
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Numbered from 1 in the order of arrival, over all paths.</summary>
    public int Number { get; internal set; }

    public required string Method { get; init; }

    /// <summary>Path with its query, as on the request line.</summary>
    public required string Target { get; init; }

    /// <summary>Path without its query, decoded.</summary>
    public required string Path { get; init; }

    /// <summary>Each header line once, values untouched (Kestrel writes the names of headers it knows in their usual case).</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body's bytes, untouched.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The receiver's clock when the last byte was read.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>What the script chose for it.</summary>
    public Answer? Answer { get; internal set; }

    /// <summary>The release that it hangs for, should it hang.</summary>
    internal Task Released { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the answer has been handed to the network, or the connection is gone.</summary>
    public Task Answered => _answered.Task;

    /// <summary>The body as UTF-8 text, for messages and simple comparisons.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The value of a header that came exactly once; <see langword="null"/> when it did not come.</summary>
    /// <exception cref="InvalidOperationException">It came more than once.</exception>
    public string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    /// <summary>Every value of a header, as a verifier asks for them.</summary>
    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public override string ToString() => $"#{Number} {Method} {Target}, {Body.Length} bytes, answered {(Answer is { } answer ? FormattableString.Invariant($"{answer.Status}") : "nothing")}";

    internal void SetAnswered() => _answered.TrySetResult();
}
