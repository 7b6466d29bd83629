using System.Net;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

/// <summary>HTTP_PROXY becomes HttpClient.DefaultProxy, one for the process: hence alone, and put back.</summary>
[Collection(nameof(ProxyFromTheEnvironmentTests))]
[CollectionDefinition(nameof(ProxyFromTheEnvironmentTests), DisableParallelization = true)]
public sealed class ProxyFromTheEnvironmentTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;
    private readonly AddressGuard _guard = new(new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] });

    public void Dispose() => HttpClient.DefaultProxy = _before;

    [Fact]
    public async Task A_proxy_from_the_environment_is_not_used()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        await using var proxy = await LoopbackReceiver.StartAsync();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address());
        using var client = new HttpClient(GuardedHandler.Create(_guard));

        using var answer = await client.PostAsync(receiver.Address(), new ByteArrayContent([1]), TestContext.Current.CancellationToken);

        Assert.Single(receiver.Requests);
        Assert.Empty(proxy.Requests);
    }

    // Why UseProxy has to be false: here the guard checks the proxy's address, and the proxy goes to the metadata service.
    [Fact]
    public async Task With_the_proxy_in_use_the_guard_would_be_blind()
    {
        await using var proxy = await LoopbackReceiver.StartAsync();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address());
        using var handler = GuardedHandler.Create(_guard);
        handler.UseProxy = true;
        using var client = new HttpClient(handler);

        using var answer = await client.PostAsync("http://169.254.169.254/", new ByteArrayContent([1]), TestContext.Current.CancellationToken);

        Assert.Equal(["POST 169.254.169.254/"], proxy.Requests);
        Assert.Throws<InvalidOperationException>(() => GuardedHandler.Verify(handler, _guard));
    }
}
