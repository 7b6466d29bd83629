namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>What went wrong, in words.</summary>
/// <param name="Title">In short.</param>
/// <param name="Text">And what to do.</param>
/// <param name="Detail">The engine's words.</param>
/// <param name="MayHelpToTryAgain">Whether the same may go well a moment later.</param>
/// <param name="IsOfQuery">Whether the same page without its query would go well.</param>
internal sealed record ErrorView(string Title, string Text, string? Detail, bool MayHelpToTryAgain, bool IsOfQuery = false);
