namespace SmartWms.Webhooks.Hosting;

/// <summary>What a host sets on the primary HTTP handler: client certificates, a private CA. The guard's settings are asserted afterwards.</summary>
internal sealed record HandlerConfiguration(Action<SocketsHttpHandler> Apply);
