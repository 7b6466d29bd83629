using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.Testbed;

/// <summary>Keeps every log line of a host: <c>services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace))</c>.</summary>
public sealed class RecordingLogs : ILoggerProvider
{
    private readonly Arrivals<LogEntry> _entries = new("log lines", static entry => entry.ToString());

    /// <summary>Every line so far, oldest first; a copy.</summary>
    public IReadOnlyList<LogEntry> Entries => _entries.Snapshot();

    /// <summary>The lines so far with this event id.</summary>
    public IReadOnlyList<LogEntry> WithId(int eventId) => [.. Entries.Where(entry => entry.EventId.Id == eventId)];

    /// <inheritdoc cref="Arrivals{T}.WaitForAsync(Func{T, bool})"/>
    public Task<LogEntry> WaitForAsync(Func<LogEntry, bool> matches) => _entries.WaitForAsync(matches);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, Arrivals<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Copied: the source generator's state may be reused or read lazily.
            IReadOnlyList<KeyValuePair<string, object?>> values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? [.. pairs] : [];
            entries.Add(new LogEntry(logLevel, eventId, category, formatter(state, exception), values, exception));
        }
    }
}
