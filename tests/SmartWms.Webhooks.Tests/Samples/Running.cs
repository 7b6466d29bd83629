using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>A process of a test; it ends with the test.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly Process _process;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task<string> _errors;

    private Running(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static Running Sample(string name, params string[] arguments)
    {
        var dll = Repository.Sample(name);
        Assert.SkipWhen(dll is null, $"samples/{name} is not built in this configuration: dotnet build samples/{name}");
        return Start("dotnet", [dll, .. arguments]);
    }

    public static Running Node(string script, params string[] arguments)
    {
        try
        {
            return Start("node", ["-e", script, "--", .. arguments]);
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is not on the PATH, and the documents' code is for node.");
            throw;
        }
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"It ended: {await _errors}");

    /// <summary>Passes over lines up to one that holds the text, and gives that.</summary>
    public async Task<string> ReadToAsync(string text)
    {
        while (true)
        {
            var line = await Patience.WithinAsync(ReadLineAsync(), () => $"no line holds '{text}'", TimeSpan.FromSeconds(60));
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <summary>SIGTERM, as a container's end sends it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async Task<Finished> FinishAsync()
    {
        var output = await Patience.WithinAsync(
            _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), () => "it does not end by itself", TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Finished(_process.ExitCode, output, await _errors, Stopwatch.GetElapsedTime(_started));
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

    private static Running Start(string program, IEnumerable<string> arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
    })!);
}
