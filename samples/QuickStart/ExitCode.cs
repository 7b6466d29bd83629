namespace QuickStart;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Everything it shows has happened.</summary>
    public const int Shown = 0;

    /// <summary>Something it shows has not happened.</summary>
    public const int NotShown = 1;

    /// <summary>It was started with an option it cannot use.</summary>
    public const int WrongOption = 2;
}
