using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Mapping;

/// <summary>Nothing is open by accident: what is mapped names both policies, policies that exist, or says in so many words that everybody may.</summary>
internal static class AccessCheck
{
    /// <param name="call">The method that maps, for the message.</param>
    /// <param name="pattern">Where it maps to, for the message.</param>
    /// <param name="options">As the host set them.</param>
    /// <param name="services">The host's.</param>
    public static void Require(string call, string pattern, WmsWebhooksAccessOptions options, IServiceProvider services)
    {
        if (services.GetService<IWebhookSubscriptions>() is null)
        {
            throw new InvalidOperationException($"{call}: the engine is not registered. Call services.AddWmsWebhooks() first.");
        }

        string?[] policies = [options.ReadPolicy, options.ManagePolicy];
        if (options.AllowAnonymousToReadAndManageWebhooks)
        {
            if (policies.Any(policy => policy is not null))
            {
                throw new InvalidOperationException($"{call}: set either the policies or AllowAnonymousToReadAndManageWebhooks, not both.");
            }

            return;
        }

        if (policies.Any(string.IsNullOrEmpty))
        {
            throw new InvalidOperationException(
                $"{call}: nobody said who may use it. Set o.ReadPolicy and o.ManagePolicy to authorization policies of this host, e.g. "
                + $"app.{call}(\"{pattern}\", o => {{ o.ReadPolicy = \"WmsViewer\"; o.ManagePolicy = \"WmsAdmin\"; }}).");
        }

        // A policy provider of the host's own may know any name, also one that builds on the default one; that one itself knows what AddAuthorization was given.
        if (services.GetService<IAuthorizationPolicyProvider>() is not { } provider || provider.GetType() == typeof(DefaultAuthorizationPolicyProvider))
        {
            var known = services.GetService<IOptions<AuthorizationOptions>>()?.Value;
            foreach (var policy in policies)
            {
                if (known?.GetPolicy(policy!) is null)
                {
                    throw new InvalidOperationException($"{call}: there is no authorization policy '{policy}'. Add it: services.AddAuthorizationBuilder().AddPolicy(\"{policy}\", …).");
                }
            }
        }
    }
}
