using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;
using Seraph.Core.Timing;

namespace Seraph.Core.Tests.Diagnostics;

public sealed class ServerLoggingTests : IDisposable
{
    private readonly MemoryLogTarget _target = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogThreshold _threshold = new(SerLogLevel.Debug);

    public void Dispose() => _target.Dispose();

    private List<string> Logged(Action<ServerLogging> act)
    {
        using (var logging = new ServerLogging(_target, _time, _threshold))
            act(logging);
        return _target.Lines;
    }

    [Fact]
    public void The_threshold_counts_at_once_for_loggers_and_script()
    {
        var lines = Logged(logging =>
        {
            var logger = logging.Factory.CreateLogger("Seraph.Core.Dns.Resolver");
            foreach (var debug in (int[])[0, 4, -1, -4])
            {
                _threshold.Debug = debug;
                Assert.Equal(debug >= 1, logger.IsEnabled(LogLevel.Warning));
                logger.LogWarning("warning at {Debug}", debug);
                logger.LogError("error at {Debug}", debug);
                logging.Script.Write(SerLogLevel.Default, System.Text.Encoding.ASCII.GetBytes($"script at {debug}"));
            }
        });
        Assert.Equal(["-1 dns: error at 0", "0 <script>: script at 0", "1 dns: warning at 4", "-1 dns: error at 4", "0 <script>: script at 4", "-1 dns: error at -1"], lines);
    }

    [Theory]
    [InlineData("Seraph.Modules.Tm.TmModule", "tm")]
    [InlineData("Seraph.Core.Timing.TimerWheel", "timing")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "Kestrel")]
    [InlineData("Seraph.Server", "Server")]
    [InlineData("plain", "plain")]
    public void The_category_is_the_module_or_area(string category, string expected) => Assert.Equal(expected, ServerLogger.ShortCategory(category));

    [Fact]
    public void Levels_beyond_the_scale_count_as_its_ends()
    {
        var lines = Logged(logging =>
        {
            logging.Script.Write(-100, "worst"u8);
            logging.Script.Write(100, "least"u8);
        });
        Assert.Equal(["-3 <script>: worst", "4 <script>: least"], lines);
    }

    [Fact]
    public void An_exception_stays_on_the_line_of_its_message()
    {
        var lines = Logged(logging => logging.Factory.CreateLogger("x").LogError(new InvalidOperationException("peer said \"a\r\nERROR forged\""), "it failed"));
        Assert.StartsWith("-1 x: it failed: System.InvalidOperationException: peer said \"a |ERROR forged\"", Assert.Single(lines));
    }

    [Fact]
    public void A_flood_of_one_kind_is_cut_and_its_end_is_reported()
    {
        var wheel = new TimerWheel(_time, NullLogger<TimerWheel>.Instance);
        var lines = Logged(logging =>
        {
            using var task = logging.ReportSuppressed(new PeriodicTasks(wheel, NullLogger<PeriodicTasks>.Instance, inline: true));
            var logger = logging.Factory.CreateLogger("x");
            var flood = new EventId(17, "Flood");
            for (var i = 0; i < 150; i++)
                logger.LogWarning(flood, "flood");
            logger.LogWarning(new EventId(18, "Other"), "other");

            _time.Advance(TimeSpan.FromMilliseconds(100)); // one token
            logger.LogWarning(flood, "flood");
            logger.LogWarning(flood, "flood");

            for (var i = 0; i < 3; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(11));
                wheel.Advance();
            }
        });
        Assert.Equal(53, lines.Count);
        Assert.All(lines.Take(50), line => Assert.Equal("1 x: flood", line));
        Assert.Equal(["1 x: other", "1 x: flood (100 more like it were not logged)", "1 log: 1 messages of the kind Flood were not logged: there were too many"], lines[50..]);
    }

    [Fact]
    public void Debug_messages_are_never_limited()
    {
        var lines = Logged(logging =>
        {
            var logger = logging.Factory.CreateLogger("x");
            for (var i = 0; i < 500; i++)
                logger.LogDebug(new EventId(17, "Trace"), "detail");
        });
        Assert.Equal(500, lines.Count);
    }
}
