namespace SmartWms.Webhooks.Lanes;

/// <summary>
/// How much of what is free one user of it may take, so that some stays free for the others however many of them are greedy: at most a fixed multiple of what remains
/// free afterwards (dynamic thresholds: Choudhury and Hahne, 1998). With a multiple of 4 one alone gets four fifths, four get 4/17 each and leave 1/17.
/// </summary>
internal static class FairShare
{
    /// <summary>How much more somebody may take who has <paramref name="mine"/> already. Never nothing for somebody who has nothing, while something is free.</summary>
    public static int Of(int free, int mine, int multiple) => free <= 0 ? 0 : Math.Max(mine == 0 ? 1 : 0, ((multiple * free) - mine) / (multiple + 1));
}
