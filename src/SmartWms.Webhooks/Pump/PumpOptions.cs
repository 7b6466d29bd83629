using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>How this node takes work.</summary>
public sealed class PumpOptions
{
    /// <summary>Whether this node delivers; a node that does not only publishes.</summary>
    /// <value><see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>This node's name in the log, 1 to 100 characters.</summary>
    /// <value>The machine's name.</value>
    public string NodeName { get; set; } = Environment.MachineName;

    /// <summary>How long a claim holds: 90 seconds to 1 hour, so that it outlasts the longest deadline by a minute.</summary>
    /// <value>90 seconds.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How often an idle node looks for work that it was not told of: 100 ms to 60 seconds.</summary>
    /// <value>1 second.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stop waits for requests in flight: 0 to 5 minutes. Keep it below the host's own shutdown time-out (30 seconds).</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the engine's clock comes from.</summary>
    /// <value><see cref="ClockOffset.Measured"/>.</value>
    public ClockOffset ClockOffset { get; set; } = ClockOffset.Measured;
}
