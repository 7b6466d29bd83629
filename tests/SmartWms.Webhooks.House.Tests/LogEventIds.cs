using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SmartWms.Webhooks.House.Tests;

/// <summary>The blocks of log event ids (rule R37). Ids are what an operator's alarms hang on: never reused, never renumbered.</summary>
internal static class LogEventIds
{
    private static readonly Dictionary<string, (int First, int Last)> Blocks = new(StringComparer.Ordinal)
    {
        ["SmartWms.Webhooks"] = (1000, 1999),
        ["SmartWms.Webhooks.Sqlite"] = (2000, 2099),
        ["SmartWms.Webhooks.PostgreSql"] = (2100, 2199),
        ["SmartWms.Webhooks.AspNetCore"] = (3000, 3999),
        ["SmartWms.Webhooks.Receiver"] = (4000, 4999),
        ["SmartWms.Webhooks.Dashboard"] = (5000, 5999),
    };

    /// <summary>Every message of an assembly, by the attribute of the source generator.</summary>
    public static IEnumerable<LogMessage> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select new LogMessage(assembly.GetName().Name!, $"{type.Name}.{method.Name}", attribute.EventId);

    /// <summary>Ids outside their package's block, and ids used twice.</summary>
    public static IReadOnlyList<string> Wrong(IEnumerable<LogMessage> messages)
    {
        var all = messages.ToList();
        return
        [
            .. from message in all
               let block = Blocks.GetValueOrDefault(message.Package)
               where message.EventId < block.First || message.EventId > block.Last || block.First == 0
               select $"{message.Package} {message.Name}: {message.EventId} is not in {block.First} to {block.Last}",
            .. from same in all.GroupBy(message => message.EventId)
               where same.Count() > 1
               select $"{same.Key} is used by {string.Join(" and ", same.Select(message => message.Name))}",
        ];
    }

    internal sealed record LogMessage(string Package, string Name, int EventId);
}
