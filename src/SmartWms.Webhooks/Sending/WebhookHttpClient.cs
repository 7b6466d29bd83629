namespace SmartWms.Webhooks.Sending;

/// <summary>The HTTP client that requests go through.</summary>
public static class WebhookHttpClient
{
    /// <summary>Its name in <c>IHttpClientFactory</c>: what a host uses to add handlers of its own.</summary>
    public const string Name = "SmartWms.Webhooks";
}
