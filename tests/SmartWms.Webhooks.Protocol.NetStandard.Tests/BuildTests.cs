using System.Reflection;
using System.Runtime.Versioning;

namespace SmartWms.Webhooks.Protocol.NetStandard.Tests;

public sealed class BuildTests
{
    private static readonly Assembly Protocol = typeof(WebhookVerifier).Assembly;

    [Fact]
    public void These_tests_run_over_the_netstandard_build() =>
        Assert.Equal(".NETStandard,Version=v2.0", Protocol.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);

    [Fact]
    public void The_netstandard_build_needs_netstandard_and_nothing_else() =>
        Assert.Equal(["netstandard"], Protocol.GetReferencedAssemblies().Select(assembly => assembly.Name));
}
