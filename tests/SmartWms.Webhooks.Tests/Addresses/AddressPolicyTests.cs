using System.Net;
using SmartWms.Webhooks.Addresses;

namespace SmartWms.Webhooks.Tests.Addresses;

public class AddressPolicyTests
{
    private static readonly AddressPolicy Default = new();
    private static readonly AddressPolicy Everything = new() { AllowedNetworks = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")] };

    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [InlineData("192.31.196.0", "192.31.196.255", "192.31.197.0")]
    [InlineData("192.52.193.0", "192.52.193.255", "192.52.194.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("192.175.48.0", "192.175.48.255", "192.175.49.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("0:ffff::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::")]
    public void A_reserved_range_is_refused_to_its_edges_and_not_beyond(string first, string last, string after)
    {
        Assert.Equal(AddressVerdict.NotPublic, Judge(first));
        Assert.Equal(AddressVerdict.NotPublic, Judge(last));
        Assert.Equal(AddressVerdict.Public, Judge(after));
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("4000::")]
    [InlineData("::1%5")]
    [InlineData("::ffff:127.0.0.1%1")]
    [InlineData("2606:4700:4700::1111%1")]
    public void An_address_that_is_not_an_ordinary_public_one_is_refused(string address) =>
        Assert.Equal(AddressVerdict.NotPublic, Judge(address));

    [Theory]
    [InlineData("169.254.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.23")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("fd00:ec2::123")]
    [InlineData("fd00:a9fe:a9fe::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:168.63.129.16")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("64:ff9b:1:a9fe:a9:fe00::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:a9fe:a9fe::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:5601:5601")]
    public void A_metadata_address_is_refused_whatever_networks_are_listed_and_however_it_is_wrapped(string address)
    {
        Assert.Equal(AddressVerdict.Metadata, Judge(address));
        Assert.Equal(AddressVerdict.Metadata, Everything.Judge(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.20.0.1", AddressVerdict.InAllowedNetwork)]
    [InlineData("::ffff:10.20.0.1", AddressVerdict.InAllowedNetwork)]
    [InlineData("10.21.0.1", AddressVerdict.NotPublic)]
    [InlineData("93.184.215.14", AddressVerdict.Public)]
    [InlineData("::ffff:93.184.215.14", AddressVerdict.Public)]
    public void A_listed_network_is_allowed_and_nothing_beside_it(string address, AddressVerdict verdict)
    {
        var policy = new AddressPolicy { AllowedNetworks = [IPNetwork.Parse("10.20.0.0/16")] };

        Assert.Equal(verdict, policy.Judge(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("64:ff9b::808:808", AddressVerdict.Public)]
    [InlineData("64:ff9b::a00:1", AddressVerdict.NotPublic)]
    [InlineData("64:ff9b::a9fe:a9fe", AddressVerdict.Metadata)]
    [InlineData("64:ff9b:1::808:808", AddressVerdict.NotPublic)]
    public void Nat64_when_allowed_is_judged_by_the_address_inside(string address, AddressVerdict verdict) =>
        Assert.Equal(verdict, new AddressPolicy { AllowNat64 = true }.Judge(IPAddress.Parse(address)));

    [Theory]
    [InlineData(0, false)]
    [InlineData(22, false)]
    [InlineData(80, true)]
    [InlineData(443, true)]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    [InlineData(65535, true)]
    public void Ports_80_443_and_from_1024_on_are_allowed(int port, bool allowed) => Assert.Equal(allowed, Default.AllowsPort(port));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("10.0.0.5")]
    [InlineData("https://erp")]
    [InlineData("erp:8080")]
    [InlineData("e*p")]
    public void A_listed_host_that_is_no_name_is_refused_and_named(string pattern)
    {
        var error = Assert.Throws<ArgumentException>(() => new AddressPolicy { AllowedHosts = [pattern] });

        Assert.Contains($"AllowedHosts holds \"{pattern}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("erp", true)]
    [InlineData("nas.local", true)]
    [InlineData("a.nas.local", true)]
    [InlineData("local", false)]
    [InlineData("a.erp", false)]
    [InlineData("xlocal", false)]
    public void A_star_stands_for_every_name_below_and_not_for_the_name_itself(string name, bool allowed) =>
        Assert.Equal(allowed, new AddressPolicy { AllowedHosts = ["ERP", "*.local"] }.AllowsHost(name));

    [Fact]
    public void A_policy_does_not_change_with_the_list_it_was_made_from()
    {
        List<IPNetwork> networks = [];
        var policy = new AddressPolicy { AllowedNetworks = networks };

        networks.Add(IPNetwork.Parse("127.0.0.0/8"));

        Assert.Equal(AddressVerdict.NotPublic, policy.Judge(IPAddress.Loopback));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 65536)]
    [InlineData(9, 8)]
    public void A_port_range_outside_1_to_65535_or_backwards_cannot_be_made(int first, int last) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PortRange(first, last));

    [Fact]
    public void The_default_range_and_verdict_allow_nothing()
    {
        Assert.False(default(PortRange).Contains(0));
        Assert.Equal(AddressVerdict.NotPublic, default);
    }

    private static AddressVerdict Judge(string address) => Default.Judge(IPAddress.Parse(address));
}
