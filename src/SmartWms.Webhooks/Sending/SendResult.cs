namespace SmartWms.Webhooks.Sending;

/// <summary>The answer, or the exception of the host's own handlers when the request never reached the wire.</summary>
internal readonly record struct SendResult(AttemptAnswer? Answer, Exception? NeverSent);
