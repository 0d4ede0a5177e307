namespace Seraph.Modules.Tests.Usrloc;

using static LocationTestBed;

/// <summary>Runs when nothing else does: it measures the whole heap.</summary>
[Collection(nameof(LocationMemoryTests))]
[CollectionDefinition(nameof(LocationMemoryTests), DisableParallelization = true)]
public class LocationMemoryTests
{
    private readonly LocationTestBed _bed = new();

    [Fact]
    public void A_contact_takes_less_than_a_kibibyte()
    {
        const int users = 50_000;
        var table = _bed.Table();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < users; i++)
        {
            var binding = _bed.Binding($"sip:user{i}@192.0.2.1:5060;transport=udp;line=abcdef{i}", callId: $"3848276298220188511@phone{i}.example.org");
            binding.Instance = Bytes($"<urn:uuid:00000000-0000-1000-8000-{i:x12}>");
            binding.Received = Bytes("sip:198.51.100.7:40000;dstip=10.0.0.1;dstport=5060");
            binding.UserAgent = Bytes("Some Phone Model 123 / firmware 10.20.30");
            Put(table, $"user{i}", binding);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / users;
        Assert.InRange(each, 100, 700);
        Assert.Equal(users, table.Users);
    }
}
