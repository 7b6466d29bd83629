namespace SmartWms.Webhooks.House.Tests.PublicApi;

/// <summary>What changed between two texts, as <c>- old</c> and <c>+ new</c> lines.</summary>
internal static class LineDiff
{
    /// <returns>Empty when both are the same.</returns>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        var (old, @new) = (Lines(before), Lines(after));
        var common = CommonLengths(old, @new);
        List<string> changes = [];
        for (int i = 0, j = 0; i < old.Length || j < @new.Length;)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j])
            {
                (i, j) = (i + 1, j + 1);
            }
            else if (j == @new.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                changes.Add("- " + old[i++]);
            }
            else
            {
                changes.Add("+ " + @new[j++]);
            }
        }

        return changes;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>At [i, j]: how many lines the rests from i and from j have in common, in order.</summary>
    private static int[,] CommonLengths(string[] old, string[] @new)
    {
        var lengths = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == @new[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }
}
