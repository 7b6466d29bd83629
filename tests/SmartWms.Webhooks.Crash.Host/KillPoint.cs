using System.Diagnostics;
using System.Globalization;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>Ends this process with SIGKILL when a named moment is reached for the n-th time.</summary>
internal sealed class KillPoint(string? name, int pass, Ledger ledger)
{
    /// <summary>The thread that stands at the point does nothing more; the others get time to tell somebody what is not yet true.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private int _passes;
    private int _commits;

    /// <summary>Commits that made an event durable.</summary>
    public int AddCommits => Volatile.Read(ref _commits);

    public bool Is(string point) => point == name;

    public void Reached(string point)
    {
        if (point == KillPoints.AfterAddCommit)
        {
            Interlocked.Increment(ref _commits);
        }

        if (point == name && Interlocked.Increment(ref _passes) == pass)
        {
            ledger.Write("point", string.Create(CultureInfo.InvariantCulture, $"{point} {pass}"));
            Thread.Sleep(Linger);
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
