using System.Diagnostics;
using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.Receiving;

/// <summary>The receiver in a process of its own, so that its allocations and its garbage collections are not the sender's.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    public const string Verb = "receiver";

    private readonly Process _process;

    private ReceiverProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Without a slash at the end.</summary>
    public string Url { get; }

    public static async Task<ReceiverProcess> StartAsync()
    {
        var program = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ReceiverProcess).Assembly.Location, Verb] : [Verb];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The receiver did not start.");
        return new ReceiverProcess(process, url.TrimEnd('/'));
    }

    /// <summary>How many requests it has answered since it started.</summary>
    public async Task<long> CountAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The receiver has ended.");
        return long.Parse(line, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
