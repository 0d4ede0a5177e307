using Seraph.Core.Transports;

namespace Seraph.Core.Tests.Transports;

public class ListenEntryTests
{
    [Theory]
    [InlineData("eth0", TransportProtocol.None, "eth0", null)]
    [InlineData("tcp:eth0:5065", TransportProtocol.Tcp, "eth0", 5065)]
    [InlineData("udp:127.0.0.1", TransportProtocol.Udp, "127.0.0.1", null)]
    [InlineData("[3ffe::1]", TransportProtocol.None, "[3ffe::1]", null)]
    [InlineData("UDP:[3ffe::1]:5070", TransportProtocol.Udp, "[3ffe::1]", 5070)]
    [InlineData("tls:10.0.0.1:5061", TransportProtocol.Tls, "10.0.0.1", 5061)]
    [InlineData("sctp:(10.0.0.1, 10.0.1.1):5060", TransportProtocol.Sctp, "10.0.0.1|10.0.1.1", 5060)]
    [InlineData("*:foo.com:*", TransportProtocol.None, "foo.com", 0)]
    [InlineData("tcp:foo.bar:*", TransportProtocol.Tcp, "foo.bar", 0)]
    [InlineData("example.org:5080", TransportProtocol.None, "example.org", 5080)]
    public void Reads_an_entry(string text, TransportProtocol protocol, string hosts, int? port)
    {
        Assert.True(ListenEntry.TryParse(text, out var entry));
        Assert.Equal(protocol, entry.Protocol);
        Assert.Equal(hosts, string.Join('|', entry.Hosts));
        Assert.Equal(port, entry.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("udp:")]
    [InlineData(":5060")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:-1")]
    [InlineData("10.0.0.1:5060x")]
    [InlineData("quic:10.0.0.1:5060")]
    [InlineData("[3ffe::1")]
    [InlineData("(10.0.0.1")]
    [InlineData("(10.0.0.1,)")]
    [InlineData("(10.0.0.1;10.0.0.2)")]
    [InlineData("10.0.0.1 10.0.0.2")]
    public void Refuses_what_is_none(string text) => Assert.False(ListenEntry.TryParse(text, out _));

    [Theory]
    [InlineData("eth0")]
    [InlineData("tcp:[3ffe::1]:5065")]
    [InlineData("sctp:(10.0.0.1, 10.0.1.1):*")]
    public void Writes_what_it_read(string text)
    {
        Assert.True(ListenEntry.TryParse(text, out var entry));
        Assert.Equal(text, entry.ToString());
    }
}
