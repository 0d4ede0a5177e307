using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Database;
using Seraph.Core.Location;
using Seraph.Core.Transports;
using Seraph.Modules.Usrloc;
using Seraph.Testing;

namespace Seraph.Modules.Tests.Usrloc;

/// <summary>Makes tables, and short words for what tests do with them.</summary>
internal sealed class LocationTestBed
{
    public const string TableName = "location";

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public ListLogger<UsrlocModule> Log { get; } = new();

    public FakeDatabase Database { get; } = new(SerSchema.Location);

    public UsrlocOptions Options { get; } = new();

    public List<ListenSocket> Sockets { get; } =
    [
        new(0, TransportProtocol.Udp, new NetworkEndpoint(IPAddress.Parse("10.0.0.1"), 5060)),
        new(1, TransportProtocol.Tcp, new NetworkEndpoint(IPAddress.Parse("10.0.0.1"), 5060)),
    ];

    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    public LocationRows Rows(int serverId = 0) => new(() => Database, TableName, Options, new SocketList(() => Sockets), serverId);

    public LocationTable Table(DatabaseMode mode = DatabaseMode.None)
    {
        var settings = new LocationTableSettings(new SocketList(() => Sockets), Time, Options.NewestFirst, Options.SkipDelete);
        return mode switch
        {
            DatabaseMode.WriteThrough => new WriteThroughLocationTable(TableName, settings, Rows(), Log),
            DatabaseMode.WriteBack => new WriteBackLocationTable(TableName, settings, Rows(), Log),
            _ => new MemoryLocationTable(TableName, settings),
        };
    }

    public Binding Binding(string contact, int lifetime = 3600, short q = -1, string callId = "call", uint cseq = 1) => new()
    {
        Contact = Bytes(contact),
        Aor = Bytes("sip:alice@example.org"),
        CallId = Bytes(callId),
        UserAgent = Bytes("phone/1.0"),
        CSeq = cseq,
        Q = q,
        Expires = Now + lifetime,
    };

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Stores a binding in place of the one with its contact or instance.</summary>
    public static LocationStatus Put(ILocationTable table, string uid, in Binding binding)
    {
        var record = new LocationRecord();
        using var update = table.Update(Bytes(uid), record);
        var at = record.Find(binding.Contact.Span, binding.Instance.Span);
        if (at >= 0)
            record.Replace(at, binding);
        else
            record.Insert(binding);
        return update.Commit();
    }

    public static LocationStatus Remove(ILocationTable table, string uid, string contact)
    {
        var record = new LocationRecord();
        using var update = table.Update(Bytes(uid), record);
        record.RemoveAt(record.Find(Bytes(contact)));
        return update.Commit();
    }

    public static string[] Contacts(ILocationTable table, string uid)
    {
        var record = new LocationRecord();
        table.TryRead(Bytes(uid), record);
        return [.. Enumerable.Range(0, record.Count).Select(i => Text(record[i].Contact))];
    }
}
