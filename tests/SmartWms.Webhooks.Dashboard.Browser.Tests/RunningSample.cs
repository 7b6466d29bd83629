using System.Diagnostics;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Dashboard.Browser.Tests;

/// <summary>The Warehouse sample as a newcomer starts it, on a database of its own.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder;

    private RunningSample(Process process, TempFolder folder, string address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public string Address { get; }

    public static async Task<RunningSample> StartAsync(int port)
    {
        var folder = new TempFolder();
        var address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet", [Program(), "--urls", address, "--database", $"Data Source={folder["warehouse.db"]}"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var sample = new RunningSample(process, folder, address);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException("The sample ended."));
            }
            else if (line.Data.StartsWith("Ship an order", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        process.BeginOutputReadLine();
        try
        {
            await Patience.WithinAsync(ready.Task, () => "the sample did not start", TimeSpan.FromSeconds(60));
            return sample;
        }
        catch (Exception)
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>As built beside these tests, in the same configuration.</summary>
    private static string Program()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = output;
        while (!File.Exists(Path.Combine(folder!.FullName, "SmartWms.Webhooks.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples", "Warehouse", "bin", output.Parent!.Name, output.Name, "Warehouse.dll");
    }
}
