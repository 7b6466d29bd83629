using Microsoft.AspNetCore.Http;

namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>The one place where a result becomes a status: what makes a sender do the right thing. Answers have no body: a stranger learns nothing of the settings.</summary>
internal static class ReceptionStatus
{
    public static int Of(ReceptionResult result) => result switch
    {
        ReceptionResult.Accepted or ReceptionResult.Duplicate => StatusCodes.Status200OK,
        ReceptionResult.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ReceptionResult.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ReceptionResult.Unverified => StatusCodes.Status401Unauthorized,
        ReceptionResult.Malformed => StatusCodes.Status400BadRequest,
        ReceptionResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ReceptionResult.HandlerFailed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status499ClientClosedRequest,
    };
}
