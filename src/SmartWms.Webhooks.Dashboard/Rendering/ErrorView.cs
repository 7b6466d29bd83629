namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>What went wrong, in words.</summary>
internal sealed record ErrorView(string Title, string Text, string? Detail, bool MayHelpToTryAgain);
