using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SmartWms.Webhooks.AspNetCore.Requests;

/// <summary>An answer that says what went wrong (RFC 9457), with a fixed code for programs.</summary>
/// <param name="Type">A name that never changes: <c>urn:smartwms-webhooks:</c> and the code.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">As the response's.</param>
/// <param name="Detail">For people.</param>
/// <param name="Code">For programs.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string Code)
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(int status, string code, string detail) => TypedResults.Json(
        new Problem($"urn:smartwms-webhooks:{code}", ReasonPhrases.GetReasonPhrase(status), status, detail, code), ReadableJson.Types.Problem, ContentType, status);

    /// <summary>Nothing there, or somebody else's: not told apart.</summary>
    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, "not_found", "There is no such thing here.");
}
