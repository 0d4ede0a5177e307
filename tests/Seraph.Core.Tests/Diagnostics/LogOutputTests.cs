using System.Text;
using Seraph.Core.Diagnostics;

namespace Seraph.Core.Tests.Diagnostics;

public sealed class LogOutputTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryLogTarget _target = new();

    public void Dispose() => _target.Dispose();

    [Fact]
    public void Lines_reach_the_target_in_order_and_dispose_waits_for_them()
    {
        var output = new LogOutput(_target, TimeProvider.System);
        for (var i = 0; i < 1000; i++)
            output.Write(SerLogLevel.Information, "test", $"line {i}");
        output.Dispose();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"3 test: line {i}"), _target.Lines);
        Assert.True(_target.Disposed);
        Assert.Equal(0, output.LinesLost);
    }

    [Fact]
    public void A_target_that_hangs_blocks_nobody_and_the_lost_lines_are_counted_and_reported()
    {
        _target.Open.Reset();
        var output = new LogOutput(_target, TimeProvider.System, maxLines: 10);
        output.Write(0, "test", "first");
        Assert.True(_target.Entered.Wait(Patience)); // the writer hangs with the first line in hand

        for (var i = 0; i < 15; i++)
            output.Write(0, "test", "more");
        Assert.Equal(5, output.LinesLost);

        _target.Open.Set();
        output.Dispose();
        Assert.Equal(12, _target.Lines.Count);
        Assert.Equal("1 log: 5 lines were lost: they came faster than they could be written", _target.Lines[^1]);
    }

    [Fact]
    public void Waiting_text_has_a_limit_in_bytes()
    {
        _target.Open.Reset();
        using var output = new LogOutput(_target, TimeProvider.System, maxBytes: 1000);
        output.Write(0, "test", "first");
        Assert.True(_target.Entered.Wait(Patience));
        for (var i = 0; i < 3; i++)
            output.Write(0, "test", new string('x', 400));
        Assert.Equal(1, output.LinesLost);
        _target.Open.Set();
    }

    [Fact]
    public void A_target_that_fails_costs_the_line_only()
    {
        _target.Broken = true;
        using var output = new LogOutput(_target, TimeProvider.System);
        output.Write(0, "test", "lost");
        Assert.True(SpinWait.SpinUntil(() => output.LinesLost > 0, Patience));
        _target.Broken = false;
        output.Write(0, "test", "kept");
        Assert.True(SpinWait.SpinUntil(() =>
        {
            lock (_target.Lines)
                return _target.Lines.Count == 2;
        }, Patience));
        Assert.Equal("0 test: kept", _target.Lines[0]);
        Assert.Contains("lines were lost", _target.Lines[1]);
    }

    [Fact]
    public void Long_texts_are_cut()
    {
        var output = new LogOutput(_target, TimeProvider.System);
        output.Write(0, "test", new string('x', LogOutput.MaxTextLength * 2));
        output.Write(0, "test", Encoding.UTF8.GetBytes(new string('\n', LogOutput.MaxTextLength * 2)));
        output.Dispose();
        Assert.All(_target.Lines, line => Assert.Equal("0 test: ".Length + LogOutput.MaxTextLength, line.Length));
        Assert.All(_target.Lines, line => Assert.EndsWith("...", line));
    }

    [Fact]
    public void A_line_of_the_script_allocates_nothing()
    {
        _target.Open.Reset();
        using var output = new LogOutput(_target, TimeProvider.System, maxLines: 200);
        var script = new ScriptLog(output, new LogThreshold());
        var text = "method INVITE\n"u8.ToArray();
        for (var i = 0; i < 500; i++)
            script.Write(0, text); // fills the queue, so that what follows takes and returns the same buffers

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
            script.Write(0, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        _target.Open.Set();
    }
}
