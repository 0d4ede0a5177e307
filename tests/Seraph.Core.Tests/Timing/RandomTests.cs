using Seraph.Core.Timing;

namespace Seraph.Core.Tests.Timing;

public class RandomTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        var one = new SeededRandom(42);
        var two = new SeededRandom(42);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(one.NextUInt64(), two.NextUInt64());
            Assert.Equal(one.Next(10), two.Next(10));
        }

        Assert.NotEqual(new SeededRandom(1).NextUInt64(), new SeededRandom(2).NextUInt64());
    }

    [Fact]
    public void The_servers_source_keeps_the_limits()
    {
        var random = new ServerRandom();
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.Next(3), 0, 2));
        Assert.NotEqual(random.NextUInt64(), random.NextUInt64());
        var bytes = new byte[64];
        random.Fill(bytes);
        Assert.NotEqual(new byte[64], bytes);
    }
}
