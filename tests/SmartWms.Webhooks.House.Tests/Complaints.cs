namespace SmartWms.Webhooks.House.Tests;

/// <summary>Fails with every complaint in full; Assert.Equal would cut them short.</summary>
internal static class Complaints
{
    public static void None(IEnumerable<string?> complaints)
    {
        var all = complaints.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
