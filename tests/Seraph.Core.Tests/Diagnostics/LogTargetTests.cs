using System.Net.Sockets;
using System.Text;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

public sealed class LogTargetTests : IDisposable
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), null, null);
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 22, 5, 6, 789, TimeSpan.Zero);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"seraph-log-{Guid.NewGuid():N}");
    private readonly byte[] _buffer = new byte[100_000];

    public void Dispose() => File.Delete(_path);

    private static LogRecord Record(string text, int level = SerLogLevel.Warning) => new(Time, level, "tm", Encoding.UTF8.GetBytes(text));

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Bind(new UnixDomainSocketEndPoint(_path));
        return socket;
    }

    private string Receive(Socket socket) => Encoding.UTF8.GetString(_buffer, 0, socket.Receive(_buffer));

    [Fact]
    public void A_stream_gets_time_level_category_and_text()
    {
        using var stream = new MemoryStream();
        using var target = new StreamLogTarget(stream, Zone);
        target.Write(Record("hello"));
        target.Write(Record("bye", SerLogLevel.Alert));
        Assert.Equal(0, stream.Length);
        target.Flush();
        Assert.Equal(
            "2026-03-02T00:05:06.789+02:00 WARNING tm: hello\n2026-03-02T00:05:06.789+02:00 ALERT tm: bye\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_stream_takes_more_than_its_buffer()
    {
        using var stream = new MemoryStream();
        using var target = new StreamLogTarget(stream, Zone);
        for (var i = 0; i < 20; i++)
            target.Write(Record(new string('x', LogOutput.MaxTextLength)));
        target.Flush();
        Assert.Equal(20, Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData(SerLogLevel.Alert, (3 * 8) + 1, "ALERT")]
    [InlineData(SerLogLevel.Default, (3 * 8) + 5, "NOTICE")]
    [InlineData(SerLogLevel.Debug, (3 * 8) + 7, "DEBUG")]
    public void Syslog_gets_the_form_of_RFC_3164(int level, int priority, string name)
    {
        using var logger = Listen();
        using var target = new SyslogTarget("seraph", SyslogFacility.Daemon, Zone, _path);
        target.Write(Record("hello", level));
        Assert.Equal($"<{priority}>Mar  2 00:05:06 seraph[{Environment.ProcessId}]: {name}: tm: hello", Receive(logger));
    }

    [Fact]
    public void The_facility_may_change()
    {
        using var logger = Listen();
        using var target = new SyslogTarget("seraph", SyslogFacility.Daemon, Zone, _path);
        target.Facility = SyslogFacility.Local3;
        target.Write(Record("hello"));
        Assert.StartsWith($"<{(19 * 8) + 4}>", Receive(logger));
    }

    [Fact]
    public void A_logger_that_is_restarted_gets_the_next_line()
    {
        using var target = new SyslogTarget("seraph", SyslogFacility.Daemon, Zone, _path);
        using (var first = Listen())
        {
            target.Write(Record("one"));
            Assert.EndsWith("one", Receive(first));
        }

        File.Delete(_path);
        Assert.Throws<SocketException>(() => target.Write(Record("lost")));
        using var second = Listen();
        target.Write(Record("two"));
        Assert.EndsWith("two", Receive(second));
    }

    [Fact]
    public void The_longest_line_fits()
    {
        using var logger = Listen();
        using var target = new SyslogTarget(new string('s', 100) + "\n", SyslogFacility.Daemon, Zone, _path);
        target.Write(Record(new string('x', LogOutput.MaxTextLength)));
        Assert.EndsWith("xxx", Receive(logger));
    }
}
