using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>One chart of lines over hours, as text in SVG.</summary>
/// <param name="title">What it shows, with its unit.</param>
/// <param name="isLogarithmic">Whether the upright axis counts powers of ten.</param>
internal sealed class SvgChart(string title, bool isLogarithmic)
{
    public const int Width = 860;
    public const int Height = 230;

    private const int Left = 70;
    private const int Right = 15;
    private const int Top = 34;
    private const int Bottom = 26;

    private readonly List<(string Name, string Colour, IReadOnlyList<(double Hour, double Value)> Points)> _lines = [];

    public SvgChart Add(string name, string colour, IEnumerable<(double Hour, double Value)> points)
    {
        _lines.Add((name, colour, [.. points]));
        return this;
    }

    /// <summary>The chart's elements.</summary>
    /// <param name="y">How far down it stands.</param>
    /// <param name="from">From this hour to the next a grey ground.</param>
    /// <param name="until">That hour.</param>
    public string Draw(int y, double from, double until)
    {
        var hours = _lines.Max(line => line.Points[^1].Hour);
        var (least, most) = Range();
        double X(double hour) => Left + (hour / hours * (Width - Left - Right));
        double Y(double value) => y + Height - Bottom - (Share(Math.Max(value, least), least, most) * (Height - Top - Bottom));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="10" y="{y + 16}" font-weight="bold">{title}</text>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{X(from):0.0}" y="{y + Top}" width="{X(until) - X(from):0.0}" height="{Height - Top - Bottom}" fill="#f0eeea"/>""");
        foreach (var mark in Marks(least, most))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {Y(mark):0.0}H{Width - Right}" stroke="#d8d8d8"/><text x="{Left - 6}" y="{Y(mark) + 4:0.0}" text-anchor="end">{mark:#,0.##}</text>""");
        }

        for (var hour = 0; hour <= hours; hour += 3)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(hour):0.0}" y="{y + Height - 8}" text-anchor="middle">{hour} h</text>""");
        }

        for (var index = 0; index < _lines.Count; index++)
        {
            var (name, colour, points) = _lines[index];
            var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Hour):0.0} {Y(point.Value):0.0}")));
            text.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>""");
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + 8 + (index * 190)}" y="{y + Top - 4}" fill="{colour}">{name}</text>""");
        }

        return text.ToString();
    }

    private (double Least, double Most) Range()
    {
        var most = _lines.Max(line => line.Points.Max(point => point.Value));
        return isLogarithmic
            ? (Math.Pow(10, Math.Floor(Math.Log10(_lines.SelectMany(line => line.Points).Where(point => point.Value > 0).Min(point => point.Value)))), Math.Pow(10, Math.Ceiling(Math.Log10(most))))
            : (0, Step(most) * Math.Ceiling(most / Step(most)));
    }

    private double Share(double value, double least, double most) =>
        isLogarithmic ? Math.Log10(value / least) / Math.Log10(most / least) : (value - least) / (most - least);

    private IEnumerable<double> Marks(double least, double most)
    {
        for (var mark = least; mark <= most * 1.001; mark = isLogarithmic ? mark * 10 : mark + Step(most))
        {
            yield return mark;
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are three to six of them.</summary>
    private static double Step(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, 1e-9))));
        return (most / power) switch
        {
            < 1.5 => power / 4,
            < 3 => power / 2,
            < 7 => power,
            _ => power * 2,
        };
    }
}
