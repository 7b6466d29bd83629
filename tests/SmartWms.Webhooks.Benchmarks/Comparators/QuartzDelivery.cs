using Quartz;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>One delivery as a job.</summary>
internal sealed class QuartzDelivery : IJob
{
    public const string Sender = "sender";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var sender = (SenderOf)context.Scheduler.Context[Sender]!;
        var data = context.MergedJobDataMap;
        await ByHandRequest.SendAsync(sender.Client, data.GetString("url")!, data.GetString("body")!, cancellationToken);
        sender.Sent();
    }

    /// <param name="Client">Shared by all jobs.</param>
    /// <param name="Sent">Called after each.</param>
    internal sealed record SenderOf(HttpClient Client, Action Sent);
}
