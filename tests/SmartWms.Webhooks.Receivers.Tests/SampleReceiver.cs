using System.Diagnostics;
using System.Net.Sockets;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>A sample receiver as a process, listening; it ends with the test.</summary>
internal sealed class SampleReceiver : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private SampleReceiver(Process process, int port)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Port = port;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hooks/wms";

    public static async Task<SampleReceiver> StartAsync(Language language, string scheme, string secrets)
    {
        var port = FreePort.Next();
        var command = language.Command(port);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RECEIVER_SECRET"] = secrets;
        start.Environment["RECEIVER_SCHEME"] = scheme;
        start.Environment["RECEIVER_PORT"] = $"{port}";
        start.Environment["PHP_CLI_SERVER_WORKERS"] = "1";
        var receiver = new SampleReceiver(Process.Start(start)!, port);
        var firstLine = receiver._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        if (language.SaysThatItListens)
        {
            await firstLine;
        }

        await Patience.UntilAsync(receiver.ListensAsync, () => $"{language.Name} does not listen", TimeSpan.FromSeconds(90));    // go and java compile first
        _ = ReadOnAsync(firstLine, receiver._process);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    /// <summary>What nobody reads would fill the pipe and stop the receiver.</summary>
    private static async Task ReadOnAsync(Task firstLine, Process process)
    {
        await firstLine;
        await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    private async Task<bool> ListensAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"It ended: {await _errors}");
        }

        // An open port is not enough: HttpListener accepts before it knows its prefix. One that verifies refuses this.
        try
        {
            return await new RawRequest([], []).SendAsync(Port, TestContext.Current.CancellationToken) == 401;
        }
        catch (Exception early) when (early is SocketException or IOException)
        {
            return false;
        }
    }
}
