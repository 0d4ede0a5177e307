using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Control.Ctl;
using Seraph.Control.Lines;

namespace Seraph.Control.Tests.Lines;

public sealed class LineProtocolTests : IAsyncLifetime
{
    private readonly TestCommands _commands = new();
    private readonly CtlServer _server;
    private readonly LineProtocol _protocol;

    public LineProtocolTests()
    {
        _server = new CtlServer(_commands.Registry, new CtlOptions(), new UnixFileRights(0x180, null, null), TimeProvider.System, NullLogger.Instance);
        _protocol = new LineProtocol(_commands.Registry);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _commands.Dispose();
    }

    [Theory]
    [InlineData(":core.prints:f\nhello\n\n", "200 OK\nhello\n\n")]
    [InlineData(":core.prints:f\r\nhello \t\r\n\r\n", "200 OK\nhello\n\n")]
    [InlineData("\n\n:core.prints:\na\\nb\nc\n\n", "200 OK\na\\nb\nc\n\n")]
    [InlineData(":core.printi:\n0x10\n010\n-3\n\n", "200 OK\n16\n8\n-3\n\n")]
    [InlineData(":core.echo:\n1\n \ntext\n\n", "200 OK\n1\n\ntext\n\n")]
    [InlineData(":test.half:\n3.5\n\n", "200 OK\n1.750000\n\n")]
    [InlineData(":test.flat:\n\n", "200 OK\nname:x\\oy\\cz,number:7\n1.500000\ntab\\there\n\n")]
    [InlineData(":core.kill:\n\n", "200 OK\n\n")]
    [InlineData(":print:\nx\n\n", "200 OK\nx\n\n")]
    [InlineData(":core.nope:\n\n", "500 Command 'core.nope' not found\n\n")]
    [InlineData(":core.prints:\n\n", "400 Missing parameter on line 2\n\n")]
    [InlineData(":core.printi:\n1\nx\n\n", "400 Invalid parameter value on line 3\n\n")]
    [InlineData(":core.prints:\nbad\\escape\n\n", "400 Invalid parameter value on line 2\n\n")]
    [InlineData(":test.fault:\n404\nlost\\nforever\n\n", "404 lost forever\n\n")]
    [InlineData(":test.types:\n\n", "500 Internal Server Error: the answer has structures in structures\n\n")]
    [InlineData("core.version\n\n", "400 First line malformed\n\n")]
    [InlineData(":core.version\n\n", "400 First line malformed\n\n")]
    [InlineData("::x\n\n", "400 First line malformed\n\n")]
    public void Requests_are_answered(string request, string answer)
    {
        Assert.Equal(ControlStep.Answer, Serve(request, isWhole: false, out var consumed, out var text));
        Assert.Equal(answer, text);
        Assert.Equal(request.Length, consumed);
    }

    [Theory]
    [InlineData(":core.prints:f\nhello\n")]
    [InlineData(":core.prints:f")]
    [InlineData(":core.prints:f\nhello\n\r")]
    [InlineData("\n\n")]
    [InlineData("")]
    public void An_unfinished_request_waits(string request) => Assert.Equal(ControlStep.NeedMore, Serve(request, isWhole: false, out _, out _));

    [Theory]
    [InlineData(":core.prints:f\nhello", "200 OK\nhello\n")]
    [InlineData(":core.prints:f\nhello\n", "200 OK\nhello\n")]
    [InlineData(":core.prints:f\nhello\n\n", "200 OK\nhello\n")]
    [InlineData("", "400 First line malformed\n")]
    public void A_datagram_is_a_whole_request(string request, string answer)
    {
        Assert.Equal(ControlStep.Answer, Serve(request, isWhole: true, out _, out var text));
        Assert.Equal(answer, text);
    }

    [Theory]
    [InlineData(129, 1)]
    [InlineData(50, 2049)]
    public void Lines_are_limited(int command, int argument)
    {
        Serve($":{new string('c', command - 2)}:\n{new string('a', argument)}\n\n", isWhole: false, out _, out var text);
        Assert.Equal("400 Line too long\n\n", text);
    }

    [Fact]
    public void Only_the_first_request_is_taken()
    {
        Serve(":core.prints:\na\n\n:core.prints:\nb\n\n", isWhole: false, out var consumed, out var text);
        Assert.Equal("200 OK\na\n\n", text);
        Assert.Equal(17, consumed);
    }

    private ControlStep Serve(string request, bool isWhole, out int consumed, out string text)
    {
        var client = new ControlClient(_server, _protocol, new ControlAddress(ControlTransport.UnixStream, "/x"), "", "");
        var step = _protocol.Serve(Encoding.UTF8.GetBytes(request), isWhole, client, out consumed, out var answer);
        text = Encoding.UTF8.GetString(answer.Bytes.Span);
        return step;
    }
}
