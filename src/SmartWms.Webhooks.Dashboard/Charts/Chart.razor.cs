using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>Bars drawn by the server. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Chart
{
    private const int Height = 120;
    private const int BarWidth = 18;
    private const int SparkHeight = 24;
    private const int SparkBarWidth = 4;

    /// <summary>The height of a part of a bar: what is not nothing is seen.</summary>
    private static int Part(long count, long most, int height) => count == 0 || most == 0 ? 0 : Math.Max(2, (int)Math.Round((double)count * height / most));

    /// <summary>An SVG text; in a Razor file the tag means something else.</summary>
    private static RenderFragment Label(int x, int y, string words) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", x);
        builder.AddAttribute(2, "y", y);
        builder.AddContent(3, words);
        builder.CloseElement();
    };

    private static string Text(double? milliseconds) => milliseconds is { } value ? value.ToString("#,0", CultureInfo.InvariantCulture) : "–";
}
