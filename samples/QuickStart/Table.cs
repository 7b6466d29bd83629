namespace QuickStart;

/// <summary>Rows in columns as wide as their widest cell. Where there is no room, the columns whose title ends in '?' are left out.</summary>
internal sealed class Table(params string[] titles)
{
    private const string Gap = "  ";
    private readonly List<string[]> _rows = [];

    public Table Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public IEnumerable<string> Lines(int room)
    {
        var columns = Enumerable.Range(0, titles.Length).ToList();
        if (Width(columns) > room)
        {
            columns.RemoveAll(column => titles[column].EndsWith('?'));
        }

        return _rows.Prepend([.. titles.Select(title => title.TrimEnd('?'))])
            .Select(row => string.Join(Gap, columns.Select(column => row[column].PadRight(Width(column)))).TrimEnd());
    }

    private int Width(List<int> columns) => columns.Sum(Width) + (Gap.Length * (columns.Count - 1));

    private int Width(int column) => _rows.Select(row => row[column].Length).Append(titles[column].TrimEnd('?').Length).Max();
}
