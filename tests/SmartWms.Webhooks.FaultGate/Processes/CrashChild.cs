using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>The process under test.</summary>
internal sealed class CrashChild : IDisposable
{
    /// <summary>What a shell and .NET report for a process that SIGKILL ended.</summary>
    public const int Killed = 128 + 9;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private const string Name = "SmartWms.Webhooks.Crash.Host";

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private CrashChild(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it, under another program when <paramref name="under"/> names one.</summary>
    public static CrashChild Start(IEnumerable<string> arguments, params IEnumerable<string> under)
    {
        string[] command = [.. under, "dotnet", Assembly(), .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";     // it lives for a second
        return new CrashChild(Process.Start(start)!);
    }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>SIGKILL. Comes back when the process is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP, SIGCONT, SIGTERM.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end, however it ends.</summary>
    public async Task<int> ExitAsync()
    {
        try
        {
            await Patience.WithinAsync(_process.WaitForExitAsync(), () => "the child still runs", Longest);
        }
        catch (TimeoutException)
        {
            Kill();
            throw;
        }

        return _process.ExitCode;
    }

    /// <summary>Its last words, for a message.</summary>
    public async Task<string> WordsAsync() =>
        FormattableString.Invariant($"exit code {_process.ExitCode}") + Environment.NewLine + await _output + await _errors;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static string Assembly()
    {
        // tests/<project>/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.FullName, Name, "bin", here.Parent.Name, here.Name, Name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The child is not built beside its parent.", path);
    }
}
