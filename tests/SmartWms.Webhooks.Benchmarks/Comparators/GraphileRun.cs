using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>A job queue of another runtime on the same PostgreSQL, with the same body and HMAC, set to batch; its bare loop runs in the same process before and after.</summary>
internal static class GraphileRun
{
    private const string Jobs = "20000";

    private static readonly NpmFolder Npm = new("graphile-worker@0.17.3");

    /// <exception cref="InvalidOperationException">Node or npm or its registry is missing, or it ended without a result.</exception>
    public static async Task<Compared> RunAsync(ReceiverProcess receiver)
    {
        await using var database = await Database.CreateAsync(StoreKind.PostgreSql);
        var at = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var node = await Npm.RunAsync(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Comparators", "graphile.js")), complaint => throw new InvalidOperationException(complaint),
            at.Host!, at.Port.ToString(CultureInfo.InvariantCulture), at.Username!, at.Password ?? "", at.Database!, receiver.Url, Payload.BodyText, Payload.Secret, Jobs);
        var before = await receiver.CountAsync();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        double[] figures = [.. said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        var requests = await receiver.CountAsync() - before;
        return figures is [var raw, var rate, var rawAfter, var sent] && requests == sent
            ? new Compared(rate, (raw + rawAfter) / 2)
            : throw new InvalidOperationException($"graphile-worker ended with code {node.ExitCode} after {requests} requests and said: {said}");
    }
}
