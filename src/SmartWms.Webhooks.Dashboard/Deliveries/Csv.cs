using System.Buffers;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>One value of a CSV file (RFC 4180), safe to open in a spreadsheet: what would be a formula there becomes text.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\r\n\t");

    public static string Field(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var text = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + value : value;
        return text.AsSpan().IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Line(params IEnumerable<string?> values) => string.Join(',', values.Select(Field)) + "\r\n";
}
