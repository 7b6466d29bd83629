using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>One way in which a receiver misbehaves, and what the log has to call it.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Script">What it does with a connection.</param>
/// <param name="Expected">Any of these.</param>
internal sealed record HostileBehaviour(string Name, Func<RawConnection, Task> Script, params FailureClass[] Expected)
{
    public bool IsHttps { get; init; }

    /// <summary>Whether the lane waits after the first, so that not every delivery is tried.</summary>
    public bool Waits { get; init; }

    public static HostileBehaviour Answer(string text, params FailureClass[] expected) =>
        new(text.Split("\r\n")[0] + " " + string.Join(' ', text.Split("\r\n").Skip(1).Where(line => line.Length is > 0 and < 60)), RawScripts.Answer(text), expected);

    /// <summary>Says that it closes: otherwise the next request may be on its way over the same connection by then, and is truly lost.</summary>
    public static HostileBehaviour Status(int status, string headers, params FailureClass[] expected) =>
        Answer(FormattableString.Invariant($"HTTP/1.1 {status} X\r\n{headers}Connection: close\r\nContent-Length: 0\r\n\r\n"), expected);
}
