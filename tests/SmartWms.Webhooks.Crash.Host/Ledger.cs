using System.Text;

namespace SmartWms.Webhooks.Crash.Host;

/// <summary>What this process has done, a line each, handed to the operating system before anything else happens: it survives the kill of the process.</summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly Lock _lock = new();

    // No buffer: each line is one write(2).
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Write(string word, string what)
    {
        var line = Encoding.UTF8.GetBytes($"{word} {what}\n");
        lock (_lock)
        {
            _file.Write(line);
        }
    }

    public void Dispose() => _file.Dispose();
}
