using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Subscriptions;

public sealed class TenantScopeTests
{
    [Fact]
    public void The_default_sees_everybodys()
    {
        Assert.False(TenantScope.All.IsLimited);
        Assert.True(TenantScope.All.Includes("a") && TenantScope.All.Includes(null));
    }

    [Fact]
    public void One_tenant_sees_its_own_only()
    {
        var scope = TenantScope.Only("a");

        Assert.True(scope.IsLimited && scope.TenantId == "a");
        Assert.True(scope.Includes("a"));
        Assert.False(scope.Includes("A") || scope.Includes("b") || scope.Includes(null));
    }

    [Fact]
    public void No_tenant_is_a_tenant_of_its_own()
    {
        Assert.True(TenantScope.Only(null).IsLimited && TenantScope.Only(null).Includes(null));
        Assert.False(TenantScope.Only(null).Includes("a"));
    }
}
