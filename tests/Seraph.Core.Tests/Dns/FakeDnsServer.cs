using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Seraph.Core.Dns;

namespace Seraph.Core.Tests.Dns;

/// <summary>A name server on the loopback interface, over UDP and TCP, with the records that a test gives it.</summary>
internal sealed class FakeDnsServer : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<(string Name, DnsRecordType Type), Zone> _zones = new();
    private readonly CancellationTokenSource _stop = new();

    public FakeDnsServer()
    {
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // first: other tests leave many TCP ports behind that are not free at once
        Endpoint = (IPEndPoint)_tcp.LocalEndPoint!;
        _udp.Bind(Endpoint);
        _tcp.Listen();
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>The queries that came, as "name TYPE", with "/tcp" after those over TCP.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>The response code for names without records: NXDOMAIN, or 2 for a server in trouble.</summary>
    public int UnknownCode { get; set; } = 3;

    /// <summary>Answer nothing at all.</summary>
    public bool Silent { get; set; }

    /// <summary>Answer with bytes that are no DNS.</summary>
    public bool Garbled { get; set; }

    /// <summary>Over UDP, only say that the answer is too long.</summary>
    public bool Truncate { get; set; }

    /// <summary>Queries wait until this is set.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    public void A(string name, string address, int ttl = 300) => Add(name, DnsRecordType.A, ttl, IPAddress.Parse(address).GetAddressBytes());

    public void Aaaa(string name, string address, int ttl = 300) => Add(name, DnsRecordType.Aaaa, ttl, IPAddress.Parse(address).GetAddressBytes());

    public void Cname(string name, string target, int ttl = 300) => Add(name, DnsRecordType.Cname, ttl, Name(target));

    public void Srv(string name, int priority, int weight, int port, string target, int ttl = 300) =>
        Add(name, DnsRecordType.Srv, ttl, [.. U16(priority), .. U16(weight), .. U16(port), .. Name(target)]);

    /// <summary>Puts the address records of a name into the additional section of answers about another.</summary>
    public void Additional(string name, DnsRecordType type, string of) => _zones[(name, type)].Additional.Add(of);

    public void Remove(string name, DnsRecordType type) => _zones.TryRemove((name, type), out _);

    public void Dispose()
    {
        _stop.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        Gate.Set();
    }

    private void Add(string name, DnsRecordType type, int ttl, byte[] data) =>
        _zones.GetOrAdd((name, type), _ => new Zone()).Records.Add([.. Name(name), .. U16((int)type), .. U16(1), .. U16(ttl >> 16), .. U16(ttl), .. U16(data.Length), .. data]);

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                var query = buffer[..received.ReceivedBytes];
                _ = Task.Run(() =>
                {
                    if (Answer(query, tcp: false) is { } reply)
                        _udp.SendTo(reply, received.RemoteEndPoint);
                });
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // the test is over, or a client went away
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptAsync(_stop.Token);
                await using var stream = new NetworkStream(client);
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                if (Answer(query, tcp: true) is { } reply)
                    await stream.WriteAsync((byte[])[.. U16(reply.Length), .. reply], _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private byte[]? Answer(byte[] query, bool tcp)
    {
        var (name, type, end) = ReadQuestion(query);
        Queries.Enqueue($"{name} {type.ToString().ToUpperInvariant()}{(tcp ? "/tcp" : "")}");
        Gate.Wait();
        if (Silent)
            return null;
        if (Garbled)
            return [.. query[..2], 0x84, 0, 0, 1, 0, 9, 0, 0, 0, 0, 0xC0, 0xFF, 1];

        var records = new List<byte[]>();
        var additional = new List<byte[]>();
        var found = name;
        for (var hops = 0; hops < 20; hops++)
        {
            if (_zones.TryGetValue((found, type), out var zone))
            {
                records.AddRange(zone.Records);
                foreach (var of in zone.Additional)
                {
                    foreach (var family in (DnsRecordType[])[DnsRecordType.A, DnsRecordType.Aaaa])
                        additional.AddRange(_zones.TryGetValue((of, family), out var more) ? more.Records : []);
                }

                break;
            }

            if (!_zones.TryGetValue((found, DnsRecordType.Cname), out var alias))
                break;
            records.AddRange(alias.Records);
            found = alias.AliasTarget;
        }

        var exists = records.Count > 0 || _zones.Keys.Any(key => key.Name == name);
        var code = exists ? 0 : UnknownCode;
        var truncated = Truncate && !tcp;
        if (truncated)
        {
            records.Clear();
            additional.Clear();
        }

        return
        [
            .. query[..2], (byte)(truncated ? 0x86 : 0x84), (byte)(0x80 | code), 0, 1, .. U16(records.Count), 0, 0, .. U16(additional.Count),
            .. query[12..end], .. records.SelectMany(r => r), .. additional.SelectMany(r => r),
        ];
    }

    private static (string Name, DnsRecordType Type, int End) ReadQuestion(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        while (query[at] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += query[at] + 1;
        }

        return (string.Join('.', labels), (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)), at + 5);
    }

    private static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Name(string name) =>
        name == "." ? [0] : [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private sealed class Zone
    {
        public List<byte[]> Records { get; } = [];

        public List<string> Additional { get; } = [];

        /// <summary>Of a CNAME: what its record says.</summary>
        public string AliasTarget
        {
            get
            {
                // owner, then ten bytes of type, class, TTL and length, then the target
                var record = Records[0];
                var labels = new List<string>();
                var at = SkipName(record, 0) + 10;
                while (record[at] != 0)
                {
                    labels.Add(Encoding.ASCII.GetString(record, at + 1, record[at]));
                    at += record[at] + 1;
                }

                return string.Join('.', labels);
            }
        }

        private static int SkipName(byte[] record, int at)
        {
            while (record[at] != 0)
                at += record[at] + 1;
            return at + 1;
        }
    }
}
