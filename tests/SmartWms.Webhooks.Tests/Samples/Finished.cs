namespace SmartWms.Webhooks.Tests.Samples;

/// <summary>What a process left behind.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors, TimeSpan Time);
