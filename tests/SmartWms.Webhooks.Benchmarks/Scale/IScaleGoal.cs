namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>A goal that is not a ratio to the bare loop. Rounds of one goal lie apart, with those of all others between: what a row's rounds range over is the whole run and not one minute of it.</summary>
internal interface IScaleGoal : IAsyncDisposable
{
    /// <summary>What the rounds so far came to, one figure for each row of the table.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>Measures once more, in a database of its own.</summary>
    Task RoundAsync();

    /// <summary>Gives back what was kept from round to round.</summary>
    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;
}
