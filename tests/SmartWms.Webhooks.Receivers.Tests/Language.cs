using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace SmartWms.Webhooks.Receivers.Tests;

/// <summary>A receiver of <c>samples/Receivers</c>: what starts it, and whether this machine has that.</summary>
internal sealed record Language(string Name, string Probe, Func<int, IReadOnlyList<string>> Command)
{
    private static readonly ConcurrentDictionary<string, bool> Probes = new(StringComparer.Ordinal);

    public static IReadOnlyList<Language> All { get; } =
    [
        new("Node", "node", _ => ["node", Repository.File("samples", "Receivers", "Node", "receiver.js")]),
        new("Python", "python3", _ => ["python3", Repository.File("samples", "Receivers", "Python", "receiver.py")]),
        new("Java", "javac", _ => ["java", Repository.File("samples", "Receivers", "Java", "Receiver.java")]),
        new("Php", "php", port => ["php", "-S", $"127.0.0.1:{port}", Repository.File("samples", "Receivers", "Php", "receiver.php")]),
        new("Go", "go", _ => ["go", "run", Repository.File("samples", "Receivers", "Go", "receiver.go")]),
        new("NetStandard", "dotnet", _ => ["dotnet", Repository.Built("samples/Receivers/NetStandard/Host", "NetStandardHost.dll")]),
    ];

    /// <summary>Whether its server shows that a header came twice. HttpListener away from Windows keeps the last one, before any code sees it.</summary>
    public bool SeesRepetition => Name != "NetStandard";

    /// <summary>Whether it prints that it listens. A connection that comes while HttpListener starts, away from Windows, ends the process: nobody may try the port before.</summary>
    public bool SaysThatItListens => Name == "NetStandard";

    private bool IsHere => Probes.GetOrAdd(Probe, Starts);

    public static Language Named(string name)
    {
        var language = All.Single(one => one.Name == name);
        Assert.SkipUnless(language.IsHere, $"{language.Probe} is not on the PATH; tests/run installs it.");
        return language;
    }

    private static bool Starts(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, program == "go" ? "version" : "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
