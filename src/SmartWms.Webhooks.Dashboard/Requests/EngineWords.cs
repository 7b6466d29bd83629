namespace SmartWms.Webhooks.Dashboard.Requests;

/// <summary>The engine's own words, without the name of a C# parameter behind them.</summary>
internal static class EngineWords
{
    public static string Of(ArgumentException exception)
    {
        var suffix = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? exception.Message : exception.Message[..suffix];
    }
}
