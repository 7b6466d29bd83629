using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Sending;

/// <summary>Puts our handler innermost in our client, last of all, and refuses a primary handler that is not the guarded one.</summary>
internal sealed class AttemptHandlerFilter(
    HandlerChain chain, AddressGuard guard, AddressPolicy addresses, IWebhookSigner signer, SendingOptions options, TimeProvider time, ILogger<AttemptHandler> logger)
    : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name != WebhookHttpClient.Name)
        {
            return;
        }

        if (builder.PrimaryHandler is SocketsHttpHandler sockets && !options.GuardIsMine)
        {
            GuardedHandler.Verify(sockets, guard);
        }
        else if (!options.GuardIsMine)
        {
            throw new InvalidOperationException(
                $"The primary handler of the HTTP client '{WebhookHttpClient.Name}' is {builder.PrimaryHandler.GetType().Name}, not the webhooks' own, and with it the address guard is gone. "
                + "Use ConfigureHandler(...) of AddWmsWebhooks for certificates, or set Sending.GuardIsMine if the replacement guards addresses itself.");
        }

        var innermost = new AttemptHandler(builder.PrimaryHandler, chain, addresses, signer, options, time, logger);
        builder.PrimaryHandler = innermost;
        chain.Note(builder.AdditionalHandlers, innermost);
    };
}
