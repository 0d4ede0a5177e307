using Seraph.Core.Transactions;

namespace Seraph.Core.Tests.Transactions;

/// <summary>Tests that measure the whole heap: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(WholeHeap), DisableParallelization = true)]
public class WholeHeap;

/// <summary>What transactions cost in memory.</summary>
[Collection(nameof(WholeHeap))]
public class MemoryTests
{
    [Fact]
    public void A_call_allocates_nothing_once_the_pools_are_filled()
    {
        const int calls = 200;
        var proxy = new LeanProxy();
        uint number = 0;
        for (var round = 0; round < 5; round++)
            Run(proxy, ref number, calls);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(proxy, ref number, calls);
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
        Assert.True(perCall == 0, $"{perCall} bytes a call");
        Assert.Equal(0, proxy.Server.Transactions.TransactionsOut);
        Assert.Equal(6 * calls, proxy.Server.Transactions.Counters.Completed(2));
    }

    [Theory]
    [InlineData(false, 4096)]
    [InlineData(true, 1280)]
    public void A_live_call_takes_at_most_so_many_bytes(bool answered, int limit)
    {
        const int calls = 10_000;
        var proxy = new LeanProxy();
        proxy.Call(0xFFFFFFFF, answered); // what is made once
        for (var i = 0; i < 10; i++)
            proxy.Advance(TimeSpan.FromMinutes(1));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (uint i = 0; i < calls; i++)
            proxy.Call(i, answered);
        var perCall = (GC.GetTotalMemory(forceFullCollection: true) - before) / calls;
        Assert.Equal(calls, proxy.Server.Transactions.TransactionsOut);
        Assert.True(perCall <= limit, $"{perCall} bytes a call");
        GC.KeepAlive(proxy);
    }

    [Fact]
    public void Pieces_come_back_and_are_used_again()
    {
        var pool = new BytePool();
        foreach (var length in new[] { 1, 127, 128, 129, 4096, 4097, BytePool.MaxPooled, BytePool.MaxPooled + 1, 65535 })
        {
            var piece = pool.Rent(length);
            Assert.Equal(length, piece.Span.Length);
            piece.Span.Fill(1);
            var array = piece.Array;
            Assert.InRange(pool.BytesLent, length, length * 2 + 128);
            pool.Return(ref piece);
            Assert.True(piece.IsEmpty);
            Assert.Equal(0, pool.BytesLent);
            var again = pool.Rent(length);
            if (length <= BytePool.MaxPooled)
                Assert.Same(array, again.Array);
            pool.Return(ref again);
        }
    }

    [Fact]
    public void Pieces_never_overlap()
    {
        var pool = new BytePool();
        var random = new Random(1);
        var pieces = new List<(PooledBytes Piece, byte Mark)>();
        for (var i = 0; i < 20_000; i++)
        {
            if (pieces.Count > 0 && random.Next(3) == 0)
            {
                var at = random.Next(pieces.Count);
                var (piece, mark) = pieces[at];
                Assert.Equal(-1, piece.Span.IndexOfAnyExcept(mark));
                pieces[at] = pieces[^1];
                pieces.RemoveAt(pieces.Count - 1);
                pool.Return(ref piece);
            }
            else
            {
                var piece = pool.Rent(random.Next(1, 3000));
                piece.Span.Fill((byte)i);
                pieces.Add((piece, (byte)i));
            }
        }
    }

    private static void Run(LeanProxy proxy, ref uint number, int calls)
    {
        for (var i = 0; i < calls; i++)
            proxy.Call(number++, answer: true);
        proxy.Advance(TimeSpan.FromSeconds(40));
    }
}
