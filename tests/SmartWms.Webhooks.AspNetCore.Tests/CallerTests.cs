using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Tests;

public sealed class CallerTests
{
    [Theory]
    [InlineData(ClaimTypes.Name, "somchai")]
    [InlineData(ClaimTypes.NameIdentifier, "u-17")]
    [InlineData("sub", "auth0|17")]
    public void A_user_is_named_by_whatever_tells_users_apart(string claim, string name) =>
        Assert.Equal(name, Caller.NameOf(With(new Claim(claim, name))));

    [Fact]
    public void A_name_comes_before_a_number() => Assert.Equal("somchai", Caller.NameOf(With(new Claim("sub", "17"), new Claim(ClaimTypes.Name, "somchai"))));

    [Fact]
    public void What_the_host_said_is_kept_where_the_user_has_no_name_and_nobody_is_anonymous()
    {
        Assert.Equal("anonymous", Caller.NameOf(new DefaultHttpContext()));
        using (WebhookActor.Begin("kiosk 4"))
        {
            Assert.Equal("kiosk 4", Caller.NameOf(With()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_claim_that_says_nothing_hides_none_after_it(string blank)
    {
        Assert.Equal("u-17", Caller.NameOf(With(new Claim(ClaimTypes.Name, blank), new Claim(ClaimTypes.NameIdentifier, "u-17"))));
        Assert.Equal("auth0|17", Caller.NameOf(With(new Claim(ClaimTypes.Name, blank), new Claim(ClaimTypes.NameIdentifier, blank), new Claim("sub", "auth0|17"))));
        using (WebhookActor.Begin("kiosk 4"))
        {
            Assert.Equal("kiosk 4", Caller.NameOf(With(new Claim("sub", blank))));
        }

        using (WebhookActor.Begin(blank))
        {
            Assert.Equal("anonymous", Caller.NameOf(With(new Claim(ClaimTypes.Name, blank))));
        }
    }

    private static DefaultHttpContext With(params Claim[] claims) => new() { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) };
}
