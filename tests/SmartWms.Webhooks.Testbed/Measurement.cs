namespace SmartWms.Webhooks.Testbed;

/// <summary>One value an instrument reported.</summary>
/// <param name="Instrument">Its name: <c>wms.webhooks.attempts</c>.</param>
/// <param name="Value">Whatever the number's type was.</param>
/// <param name="Tags">As given; order kept.</param>
public sealed record Measurement(string Instrument, double Value, IReadOnlyList<KeyValuePair<string, object?>> Tags)
{
    /// <summary>A tag's value as text; <see langword="null"/> when the measurement has no such tag.</summary>
    public string? Tag(string name) => Tags.FirstOrDefault(tag => tag.Key == name).Value?.ToString();

    public override string ToString() => $"{Instrument} {Value} {{{string.Join(", ", Tags.Select(tag => $"{tag.Key}={tag.Value}"))}}}";
}
