using SmartWms.Webhooks.Crash.Host.Nodes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>How a <see cref="ProcessFleet"/> is made up.</summary>
internal sealed record FleetPlan
{
    /// <summary>The server to make a database on; <see langword="null"/> for a SQLite file.</summary>
    public PostgresServer? Server { get; init; }

    /// <summary>Where the SQLite file is made; <see langword="null"/> for a folder of the fleet's own.</summary>
    public string? Folder { get; init; }

    /// <summary>Processes.</summary>
    public int Seats { get; init; } = 1;

    /// <summary>Those among them that publish, the first ones.</summary>
    public int Publishers { get; init; } = 1;

    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two events of one publisher; each process has four.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether each event goes to every endpoint, or to one only.</summary>
    public bool FansOut { get; init; } = true;

    /// <summary>Whether the first process stands still now and then between lease and request.</summary>
    public bool Lingers { get; init; }

    /// <summary>Events in all that the publishers publish at least.</summary>
    public int Events { get; init; }

    /// <summary>Requests in a hundred that are answered 500.</summary>
    public int FailedOfHundred { get; init; } = 2;

    /// <summary>An answer takes at most this long.</summary>
    public TimeSpan SlowestAnswer { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Decides what is answered, and after how long.</summary>
    public int Seed { get; init; }

    /// <summary>What stands before the command of each child.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>As the first crash test of several nodes has it.</summary>
    public static FleetPlan SeveralNodes(PostgresServer server, int events) => new()
    {
        Server = server,
        Seats = 4,
        Publishers = 2,
        Lease = Fleet.Lease,
        Deadline = Fleet.Deadline,
        Pace = TimeSpan.Zero,
        FansOut = false,
        Events = events,
        FailedOfHundred = 0,
    };
}
