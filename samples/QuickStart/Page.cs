using System.Globalization;

namespace QuickStart;

/// <summary>What a person reads: headings, aligned facts and tables, no wider than the terminal. Redirected it is plain text and nothing is broken into lines.</summary>
internal sealed class Page(TextWriter output, int width, bool isTerminal)
{
    private const string Indent = "  ";
    private const int LabelWidth = 11;

    /// <summary>The last heading, for saying where it stopped.</summary>
    public string Step { get; private set; } = "the start";

    public static Page OfConsole() => Console.IsOutputRedirected
        ? new Page(Console.Out, int.MaxValue, isTerminal: false)
        : new Page(Console.Out, Math.Clamp(Console.WindowWidth - 1, 40, 120), isTerminal: Environment.GetEnvironmentVariable("NO_COLOR") is null);

    public void Title(string text) => output.WriteLine(Styled("1", text));

    public void Heading(string text)
    {
        Step = text;
        output.WriteLine();
        output.WriteLine(Styled("1", text));
    }

    public void Fact(string label, string text) => Broken(Indent + label.PadRight(LabelWidth), text);

    public void Line(string text) => Broken(Indent, text);

    public void End(string text, bool isGood)
    {
        output.WriteLine();
        output.WriteLine(Styled(isGood ? "32" : "31", text));
    }

    public void Table(Table table)
    {
        foreach (var line in table.Lines(width - Indent.Length))
        {
            output.WriteLine(Indent + line);
        }
    }

    private void Broken(string start, string text)
    {
        var room = Math.Max(20, width - start.Length);
        foreach (var part in Parts(text, room))
        {
            output.WriteLine(start + part);
            start = new string(' ', start.Length);
        }
    }

    // At a space where there is one, else between two characters as people see them: a Thai vowel stays with its consonant.
    private static IEnumerable<string> Parts(string text, int room)
    {
        while (new StringInfo(text) is { } left && left.LengthInTextElements > room)
        {
            var line = left.SubstringByTextElements(0, room);
            var space = line.LastIndexOf(' ');
            var end = space > room / 2 ? space : line.Length;
            yield return text[..end];
            text = text[end..].TrimStart(' ');
        }

        yield return text;
    }

    private string Styled(string style, string text) => isTerminal ? $"\e[{style}m{text}\e[0m" : text;
}
