using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Sqlite;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The whole reference: options, headers, status codes, failure classes, metrics, log event ids. All of it read from the packages.</summary>
internal static class ReferenceText
{
    public static string Of()
    {
        var text = new StringBuilder();
        text.Append("""
            # Reference

            Made from the code; a test holds that it is so. After a change: `WMS_APPROVE=1 dotnet run -c Release --project tests/SmartWms.Webhooks.House.Tests`.

            ## Options

            """);
        Table(text, "The engine: the configuration section `WmsWebhooks`, or `AddWmsWebhooks(options => …)`", OptionRows.Of(new WmsWebhooksOptions(), "", Limits.OfEngine()));
        Table(text, "A webhook that configuration declares, under `Webhooks:<key>:`", OptionRows.Of(new DeclaredWebhook(), "", DeclaredLimits.Of()));
        Table(text, "Where requests may go, in code only: `options.Addresses = new AddressPolicy { … }`", OptionRows.Of(new Addresses.AddressPolicy(), "", OptionLimits.None));
        Table(text, "`UseSqlite(…, sqlite => …)`", OptionRows.Of(new SqliteOptions(), "", Limits.OfSqlite()));
        Table(text, "`UsePostgreSql(…, postgres => …)`", OptionRows.Of(new PostgreSqlOptions(), "", Limits.OfPostgreSql()));
        Table(text, "`MapWmsWebhooks(…, o => …)`", OptionRows.Of(new WmsWebhooksApiOptions(), "", OptionLimits.None));
        Table(text, "`MapWmsWebhooksDashboard(…, o => …)`", OptionRows.Of(new WmsWebhooksDashboardOptions(), "", Limits.OfDashboard()));
        Table(text, "`AddWmsWebhookReceiver(o => …)`", OptionRows.Of(new WmsWebhookReceiverOptions(), "", Limits.OfReceiver()));
        Rows(text, "## Headers of a request", "header | what it holds", Headers());
        Rows(text, "## What a receiver's answer means to the engine", "status | failure class", StatusCodes.Judged());
        Rows(text, "## What the receiver package answers", "status | when", StatusCodes.Answered());
        Rows(text, "## What the management API refuses with", "status | code", StatusCodes.Problems());
        Rows(text, "## Failure classes", "number | class | what happened", FailureClasses());
        Rows(text, "## Verification results", "result | what it means", Enum.GetValues<WebhookVerification>().Select(one => $"`{one}` | {Words(one)}"));
        Rows(text, "## Names for telemetry", "constant | name | what it carries", Telemetry());
        Rows(text, "## Metrics", "meter | instrument | kind | unit | what it counts", Instruments.All().Select(one => $"`{one.Meter.Name}` | `{one.Name}` | {one.GetType().Name.Split('`')[0]} | {one.Unit} | {one.Description}"));
        Rows(text, "## Log events", "id | level | package | message", LogEvents());
        return text.ToString();
    }

    /// <summary>What the documentation says of an enumeration's member.</summary>
    internal static string Words(Enum member) =>
        new XmlDocs(member.GetType().Assembly.GetName().Name!).Summary(member.GetType().GetField(member.ToString())!);

    private static IEnumerable<string> Headers()
    {
        var docs = new XmlDocs("SmartWms.Webhooks.Protocol");
        return typeof(WebhookHeaders).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => $"`{field.GetRawConstantValue()}` | {docs.Summary(field)}");
    }

    private static IEnumerable<string> Telemetry() =>
        from package in Repository.Packages
        from type in Shipped.Load(package).GetExportedTypes()
        where type.Name.EndsWith("Diagnostics", StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        select $"`{type.Name}.{field.Name}` | `{field.GetRawConstantValue()}` | {new XmlDocs(package).Summary(field)}";

    private static IEnumerable<string> FailureClasses() =>
        Enum.GetValues<FailureClass>().Select(one => string.Create(CultureInfo.InvariantCulture, $"{(int)one} | `{one}` | {Words(one)}"));

    private static IEnumerable<string> LogEvents() =>
        from package in Repository.Packages
        from type in Shipped.Load(package).GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        orderby attribute.EventId
        select string.Create(CultureInfo.InvariantCulture, $"{attribute.EventId} | {attribute.Level} | `{package}` | {attribute.Message.Replace("|", "\\|", StringComparison.Ordinal)}");

    private static void Table(StringBuilder text, string title, IEnumerable<string> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n| key | type | default | limits | |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            text.Append(row).Append('\n');
        }
    }

    private static void Rows(StringBuilder text, string title, string head, IEnumerable<string> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{title}\n| {head} |\n|{string.Concat(head.Split(" | ").Select(_ => "---|"))}\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row} |\n");
        }
    }
}
