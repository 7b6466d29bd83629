using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class MappingTests
{
    [Theory]
    [InlineData(null, null, "o.ReadPolicy")]
    [InlineData("WmsViewer", null, "o.ManagePolicy")]
    [InlineData(null, "WmsAdmin", "o.ReadPolicy")]
    [InlineData("WmsViewer", "", "o.ManagePolicy")]
    [InlineData("WmsViewer", "WmsBoss", "no authorization policy 'WmsBoss'")]
    public void Who_may_use_it_has_to_be_said_and_to_be_known(string? read, string? manage, string told)
    {
        var application = ApiHost.Build();

        var error = Assert.Throws<InvalidOperationException>(() => application.MapWmsWebhooks("/api/webhooks", options => (options.ReadPolicy, options.ManagePolicy) = (read, manage)));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_provider_of_the_hosts_own_may_know_any_name()
    {
        var application = ApiHost.Build(engine => engine.UseInMemory().Services.AddSingleton<IAuthorizationPolicyProvider, OwnProvider>());

        Assert.NotNull(application.MapWmsWebhooks("/api/webhooks", options => (options.ReadPolicy, options.ManagePolicy) = ("Own:Viewer", "Own:Admin")));
    }

    [Fact]
    public void Mapped_without_a_word_it_does_not_start() => Assert.Throws<InvalidOperationException>(() => ApiHost.Build().MapWmsWebhooks());

    [Fact]
    public void Policies_and_the_way_past_them_contradict_each_other() => Assert.Throws<InvalidOperationException>(() => ApiHost.Build().MapWmsWebhooks(configure: options =>
    {
        options.ReadPolicy = "WmsViewer";
        options.AllowAnonymousToReadAndManageWebhooks = true;
    }));

    [Fact]
    public void Without_the_engine_the_error_names_the_missing_call()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ApiHost.Build(withEngine: false).MapWmsWebhooks());

        Assert.Contains("AddWmsWebhooks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_to_everybody_in_so_many_words_it_asks_nobody()
    {
        await using var host = await ApiHost.StartAsync(configure: options =>
        {
            (options.ReadPolicy, options.ManagePolicy) = (null, null);
            options.AllowAnonymousToReadAndManageWebhooks = true;
        });

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/", user: "")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("POST", "/pause", user: "")).Status);
    }

    [Fact]
    public async Task A_group_that_lets_everybody_in_does_not_undo_the_policies()
    {
        await using var host = await ApiHost.StartAsync(group: group => group.AllowAnonymous());

        Assert.Equal(HttpStatusCode.InternalServerError, (await host.GetAsync("/", user: "")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await host.SendAsync("POST", "/pause", user: "")).Status);
    }

    [Fact]
    public async Task Conventions_of_the_host_reach_every_route()
    {
        var application = ApiHost.Build();
        application.MapWmsWebhooks("/hooks", options => (options.ReadPolicy, options.ManagePolicy) = ("WmsViewer", "WmsAdmin")).WithMetadata("mine");
        await using (application)
        {
            var endpoints = ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).ToList();

            Assert.NotEmpty(endpoints);
            Assert.All(endpoints, endpoint => Assert.Contains("mine", endpoint.Metadata.OfType<string>()));
        }
    }

    private sealed class OwnProvider(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
    {
        public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
            await base.GetPolicyAsync(policyName) ?? new AuthorizationPolicyBuilder().RequireRole(policyName.Split(':')[^1]).Build();
    }
}
