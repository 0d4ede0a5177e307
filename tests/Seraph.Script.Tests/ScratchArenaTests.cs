using Seraph.Script;

namespace Seraph.Script.Tests;

public class ScratchArenaTests
{
    private readonly ScratchArena _arena = new();

    [Fact]
    public void Texts_and_numbers_stay_as_they_are()
    {
        var kept = new List<(string Expected, ReadOnlyMemory<byte> Text)>();
        for (var i = -500; i < 500; i++)
            kept.Add((i.ToString(), _arena.Number(i).Text));

        kept.Add(("text", _arena.Text("text"u8).Text));
        kept.Add((long.MinValue.ToString(), _arena.Number(long.MinValue).Text));
        Assert.All(kept, k => Assert.Equal(k.Expected, System.Text.Encoding.ASCII.GetString(k.Text.Span)));
    }

    [Fact]
    public void What_is_over_the_limit_is_refused()
    {
        Assert.True(_arena.TryRent(ScratchArena.Limit, out var memory));
        Assert.Equal(ScratchArena.Limit, memory.Length);
        Assert.False(_arena.TryRent(1, out _));
        Assert.Equal(SelectState.Error, _arena.Text("x"u8).State);
        Assert.Equal(SelectState.Error, _arena.Number(1).State);
        Assert.True(_arena.TryRent(0, out _));
        _arena.Reset();
        Assert.True(_arena.TryRent(1, out _));
        Assert.False(_arena.TryRent(-1, out _));
        Assert.False(_arena.TryRent(int.MaxValue, out _));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(_arena.TryRent(1000, out var memory));
            Assert.Equal(0, _arena.Shrink(memory, 0).Length);
        }

        Assert.True(_arena.TryRent(ScratchArena.Limit, out _));
    }
}
