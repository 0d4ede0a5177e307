using System.Text;
using static Seraph.Core.Tests.Transports.Tcp.TcpPeer;

namespace Seraph.Core.Tests.Transports.Tcp;

/// <summary>Counts what the whole process allocates, so nothing may run beside it.</summary>
[Collection(nameof(TcpAllocationTests))]
[CollectionDefinition(nameof(TcpAllocationTests), DisableParallelization = true)]
public class TcpAllocationTests
{
    [Fact]
    public void A_message_and_its_answer_allocate_next_to_nothing()
    {
        using var fixture = new TcpFixture();
        using var client = Connect(fixture.Listen);
        var message = Encoding.ASCII.GetBytes(Framed(1, 500));
        var answer = new byte[message.Length];
        var least = long.MaxValue;

        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < 500; i++)
            {
                client.Socket.Send(message);
                for (var at = 0; at < answer.Length;)
                    at += client.Socket.Receive(answer.AsSpan(at));
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, 500); // not a byte for each; a timer of the test runner may take some
    }
}
