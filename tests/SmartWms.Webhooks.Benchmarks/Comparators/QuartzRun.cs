using System.Diagnostics;
using Npgsql;
using Quartz;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>A scheduler that many .NET hosts have anyway, with a job for each delivery, its jobs in PostgreSQL; time from its start until the last has run.</summary>
internal static class QuartzRun
{
    private const int Jobs = 1_000;
    private const int Parallelism = 32;

    /// <returns>Requests per second.</returns>
    public static async Task<double> RunAsync(ReceiverProcess receiver)
    {
        await using var database = await Database.CreateAsync(StoreKind.PostgreSql);
        using var client = new HttpClient();
        var left = new CountdownEvent(Jobs);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.UsePersistentStore(store => store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString).ProvisionSchema());
            quartz.UseDefaultThreadPool(Parallelism);
        }).BuildScheduler();
        scheduler.Context[QuartzDelivery.Sender] = new QuartzDelivery.SenderOf(client, () =>
        {
            if (left.Signal())
            {
                done.SetResult();
            }
        });
        try
        {
            await FillAsync(scheduler, receiver.Url);
            var before = await receiver.CountAsync();
            var start = Stopwatch.GetTimestamp();
            await scheduler.Start();
            await done.Task;
            return (await receiver.CountAsync() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            await scheduler.Shutdown(waitForJobsToComplete: true);
        }
    }

    private static async Task FillAsync(IScheduler scheduler, string receiver)
    {
        var jobs = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
        for (var number = 0; number < Jobs; number++)
        {
            var job = JobBuilder.Create<QuartzDelivery>().WithIdentity($"delivery {number}").UsingJobData("url", receiver + Payload.Path(number % Payload.Lanes)).UsingJobData("body", Payload.BodyText).Build();
            jobs[job] = [TriggerBuilder.Create().StartNow().Build()];
        }

        await scheduler.ScheduleJobs(jobs, new ScheduleJobOptions());
    }
}
