namespace SmartWms.Webhooks.Tests.Samples;

public sealed class InYourTransactionTests
{
    [Fact]
    public async Task An_order_that_was_rolled_back_or_refused_sent_nothing()
    {
        await using var process = Running.Sample("InYourTransaction");
        var run = await process.FinishAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Empty(run.Errors);
        string[] lines =
        [
            "SO-1  own transaction, committed            order: saved   event: Delivered, the ERP answered 200",
            "SO-2  own transaction, rolled back          order: none    event: none",
            "SO-3  SaveChanges, saved                    order: saved   event: Delivered, the ERP answered 200",
            "SO-4  SaveChanges, refused by the database  order: none    event: none",
            "The ERP was told of SO-1 and SO-3, and of nothing that was not saved.",
        ];
        Assert.Equal(lines, run.Output.TrimEnd().Split(Environment.NewLine));
    }
}
