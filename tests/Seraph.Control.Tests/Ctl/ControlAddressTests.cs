using Seraph.Control.Ctl;

namespace Seraph.Control.Tests.Ctl;

public class ControlAddressTests
{
    [Theory]
    [InlineData("unixs:/tmp/ser_ctl", ControlTransport.UnixStream, "/tmp/ser_ctl", 0)]
    [InlineData("unix:/tmp/ser_ctl", ControlTransport.UnixStream, "/tmp/ser_ctl", 0)]
    [InlineData("UNIXD:/tmp/ser_ctl", ControlTransport.UnixDatagram, "/tmp/ser_ctl", 0)]
    [InlineData("/tmp/ser_ctl", ControlTransport.UnixStream, "/tmp/ser_ctl", 0)]
    [InlineData("/tmp/with:colon", ControlTransport.UnixStream, "/tmp/with:colon", 0)]
    [InlineData("fifo:/tmp/ser_fifo", ControlTransport.Fifo, "/tmp/ser_fifo", 0)]
    [InlineData("tcp:localhost:2046", ControlTransport.Tcp, "localhost", 2046)]
    [InlineData("udp:localhost", ControlTransport.Udp, "localhost", 2049)]
    [InlineData("localhost:2047", ControlTransport.Udp, "localhost", 2047)]
    [InlineData("localhost", ControlTransport.Udp, "localhost", 2049)]
    [InlineData("tcp:3012", ControlTransport.Tcp, "*", 3012)]
    [InlineData("tcp:*:3012", ControlTransport.Tcp, "*", 3012)]
    [InlineData("tcp:*", ControlTransport.Tcp, "*", 2049)]
    [InlineData("udp:[::1]:2047", ControlTransport.Udp, "::1", 2047)]
    [InlineData("udp:[::1]", ControlTransport.Udp, "::1", 2049)]
    public void Reads_addresses_of_binrpc(string text, ControlTransport transport, string name, int port)
    {
        Assert.True(ControlAddress.TryParse(text, ControlTransport.Udp, out var address, out var error), error);
        Assert.Equal(new ControlAddress(transport, name, port), address);
    }

    [Theory]
    [InlineData("/tmp/ser_fifo", ControlTransport.Fifo)]
    [InlineData("ser_fifo", ControlTransport.Fifo)]
    [InlineData("localhost:2050", ControlTransport.Udp)]
    [InlineData("unixs:/tmp/ser_fifo", ControlTransport.UnixStream)]
    public void Guesses_pipes_for_the_line_protocol(string text, ControlTransport transport)
    {
        Assert.True(ControlAddress.TryParse(text, ControlTransport.Fifo, out var address, out var error), error);
        Assert.Equal(transport, address.Transport);
    }

    [Theory]
    [InlineData("", "the name is missing")]
    [InlineData("tcp:", "the name is missing")]
    [InlineData("tcp::5", "the host is missing")]
    [InlineData("tcp:localhost:", "is no port")]
    [InlineData("tcp:localhost:0", "is no port")]
    [InlineData("tcp:localhost:65536", "is no port")]
    [InlineData("tcp:localhost:nosuchservice", "is no port")]
    [InlineData("tcp:70000", "is no port")]
    [InlineData("tcp:[::1", "an IPv6 address is written")]
    [InlineData("tcp:[::1]5", "an IPv6 address is written")]
    [InlineData("tcp:[localhost]:5", "an IPv6 address is written")]
    public void Says_what_is_wrong(string text, string reason)
    {
        Assert.False(ControlAddress.TryParse(text, ControlTransport.Udp, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        Assert.False(ControlAddress.TryParse("unixs:/" + new string('x', 107), ControlTransport.Udp, out _, out var error));
        Assert.Contains("107 bytes", error, StringComparison.Ordinal);
    }
}
