using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>What statuses mean, asked of those who decide.</summary>
internal static partial class StatusCodes
{
    /// <summary>Neighbours of one class in one row.</summary>
    public static IEnumerable<string> Judged()
    {
        using var provider = new ServiceCollection().AddWmsWebhooks().Services.BuildServiceProvider();
        var classifier = provider.GetRequiredService<IOutcomeClassifier>();
        var first = 100;
        for (var status = 101; status <= 600; status++)
        {
            var failure = Judge(first);
            if (status == 600 || Judge(status) != failure)
            {
                yield return $"{(first == status - 1 ? $"{first}" : $"{first} to {status - 1}")} | {(failure == FailureClass.None ? "none: delivered" : $"`{failure}`")}";
                first = status;
            }
        }

        FailureClass Judge(int status) => classifier.Classify(new AttemptAnswer(status, FailureClass.None, null, [], false)).Failure;
    }

    public static IEnumerable<string> Answered()
    {
        var receiver = Shipped.Load("SmartWms.Webhooks.Receiver");
        var results = receiver.GetType("SmartWms.Webhooks.Receiver.Receiving.ReceptionResult", throwOnError: true)!;
        var status = receiver.GetType("SmartWms.Webhooks.Receiver.Receiving.ReceptionStatus", throwOnError: true)!.GetMethod("Of")!;
        return Enum.GetValues(results).Cast<Enum>()
            .Select(result => (Status: (int)status.Invoke(null, [result])!, Words: ReferenceText.Words(result)))
            .OrderBy(row => row.Status)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Status} | {row.Words}"));
    }

    /// <summary>Every problem that the API's source makes.</summary>
    public static IEnumerable<string> Problems() =>
        Repository.CSharpFiles("src", "SmartWms.Webhooks.AspNetCore")
            .SelectMany(file => Problem().Matches(file.Text))
            .Select(match => $"{(match.Groups["status"].Success ? match.Groups["status"].Value : "4xx, as the server says")} | `{match.Groups["code"].Value}`")
            .Distinct()
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("""(?:Problem\.Of|\bOf|ApiProblemException)\(\s*(?:StatusCodes\.Status(?<status>[0-9]{3})\w*|bad\.StatusCode),\s*"(?<code>\w+)",""")]
    private static partial Regex Problem();
}
