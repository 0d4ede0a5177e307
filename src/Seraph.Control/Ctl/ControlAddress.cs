using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seraph.Control.Ctl;

/// <summary>What carries management requests.</summary>
public enum ControlTransport
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,

    /// <summary>A Unix stream socket: <c>unixs</c> or <c>unix</c>.</summary>
    UnixStream,

    /// <summary>A Unix datagram socket: <c>unixd</c>.</summary>
    UnixDatagram,

    /// <summary>A named pipe.</summary>
    Fifo,
}

/// <summary>
/// An address for management: <c>[proto:]name[:port]</c>. <c>unixs:/tmp/ser_ctl</c>, <c>tcp:localhost:2046</c>, <c>udp:[::1]:2047</c>, <c>tcp:3012</c>
/// (every address), <c>fifo:/tmp/ser_fifo</c>. The port is 2049 when not given.
/// </summary>
/// <param name="Transport">What carries the requests.</param>
/// <param name="Name">A path, a host, or <c>*</c> for every address.</param>
/// <param name="Port">The port, 1 to 65535; 0 for paths.</param>
public sealed record ControlAddress(ControlTransport Transport, string Name, int Port = 0)
{
    /// <summary>Where a server listens, and a client looks, unless told otherwise.</summary>
    public const string Default = "unixs:/tmp/ser_ctl";

    /// <summary>The port of TCP and UDP unless given.</summary>
    public const int DefaultPort = 2049;

    private const int MaxPath = 107; // of a Unix socket's address

    /// <summary>Whether connections carry the requests.</summary>
    public bool IsStream => Transport is ControlTransport.Tcp or ControlTransport.UnixStream;

    /// <summary>Whether the name is a path.</summary>
    public bool IsPath => Transport is not (ControlTransport.Tcp or ControlTransport.Udp);

    /// <summary>The name that <c>ctl.who</c> and <c>ctl.listen</c> have for the transport.</summary>
    public string TransportName => Transport switch
    {
        ControlTransport.Tcp => "tcp",
        ControlTransport.Udp => "udp",
        ControlTransport.UnixStream => "unix_stream",
        ControlTransport.UnixDatagram => "unix_dgram",
        _ => "fifo",
    };

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="guess">The transport when the text names none: UDP for binrpc, a pipe for the line protocol.</param>
    /// <param name="address">The address.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryParse(string text, ControlTransport guess, out ControlAddress address, out string error)
    {
        address = new ControlAddress(guess, "");
        error = "";
        var name = text.Trim();
        ControlTransport? transport = null;
        var colon = name.IndexOf(':');
        if (colon > 0 && name.AsSpan(0, colon).IndexOf('/') < 0)
        {
            transport = TransportOf(name[..colon]);
            if (transport is not null)
                name = name[(colon + 1)..];
        }

        if (name.Length == 0)
            return Fail("the name is missing", out error);

        if (transport is null && name.Contains('/', StringComparison.Ordinal))
            transport = guess == ControlTransport.Fifo ? ControlTransport.Fifo : ControlTransport.UnixStream;
        if (transport is null && guess is not (ControlTransport.Tcp or ControlTransport.Udp))
            transport = name.Contains(':', StringComparison.Ordinal) ? ControlTransport.Udp : guess;

        address = new ControlAddress(transport ?? guess, name);
        if (!address.IsPath)
            return TryReadHost(name, ref address, out error);
        return Encoding.UTF8.GetByteCount(name) <= MaxPath || Fail($"the path is longer than {MaxPath} bytes", out error);
    }

    /// <summary>The address in the form in which it is read.</summary>
    public override string ToString() => Transport switch
    {
        ControlTransport.UnixStream => $"unixs:{Name}",
        ControlTransport.UnixDatagram => $"unixd:{Name}",
        ControlTransport.Fifo => $"fifo:{Name}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{TransportName}:{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}:{Port}"),
    };

    /// <summary>The address as the socket layer has it.</summary>
    /// <exception cref="SocketException">The host has no address.</exception>
    public EndPoint ToEndPoint()
    {
        if (IsPath)
            return new UnixDomainSocketEndPoint(Name);
        if (Name == "*")
            return new IPEndPoint(IPAddress.Any, Port);
        if (IPAddress.TryParse(Name, out var ip))
            return new IPEndPoint(ip, Port);
#pragma warning disable RS0030 // before the server runs, or in a client: nobody waits for it, and it follows /etc/hosts
        return new IPEndPoint(Dns.GetHostAddresses(Name).OrderBy(each => each.AddressFamily).First(), Port);
#pragma warning restore RS0030
    }

    private static bool TryReadHost(string name, ref ControlAddress address, out string error)
    {
        error = "";
        string host, port;
        if (name.StartsWith('['))
        {
            var end = name.IndexOf(']');
            if (end < 0 || !IPAddress.TryParse(name.AsSpan(1, end - 1), out _) || (end + 1 < name.Length && name[end + 1] != ':'))
                return Fail("an IPv6 address is written [2001:db8::1]:port", out error);
            (host, port) = (name[1..end], end + 1 < name.Length ? name[(end + 2)..] : "");
        }
        else if (name.All(char.IsAsciiDigit))
        {
            (host, port) = ("*", name);
        }
        else
        {
            var colon = name.IndexOf(':');
            (host, port) = colon < 0 ? (name, "") : (name[..colon], name[(colon + 1)..]);
        }

        var number = port.Length == 0 && !name.EndsWith(':') ? DefaultPort : PortOf(port, address.Transport == ControlTransport.Tcp ? "tcp" : "udp");
        if (number is < 1 or > 65535)
            return Fail($"'{port}' is no port from 1 to 65535 and no service", out error);
        if (host.Length == 0)
            return Fail("the host is missing", out error);
        address = address with { Name = host, Port = number };
        return true;
    }

    private static int PortOf(string text, string protocol)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return port;
        if (text.Length == 0 || !File.Exists("/etc/services"))
            return 0;

        foreach (var line in File.ReadLines("/etc/services"))
        {
            var words = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[1].EndsWith("/" + protocol, StringComparison.Ordinal) && (words[0] == text || words.AsSpan(2).Contains(text))
                && int.TryParse(words[1].AsSpan(0, words[1].Length - protocol.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
                return port;
        }

        return 0;
    }

    private static ControlTransport? TransportOf(string word) => word.ToLowerInvariant() switch
    {
        "tcp" => ControlTransport.Tcp,
        "udp" => ControlTransport.Udp,
        "unix" or "unixs" => ControlTransport.UnixStream,
        "unixd" => ControlTransport.UnixDatagram,
        "fifo" => ControlTransport.Fifo,
        _ => null,
    };

    private static bool Fail(string reason, out string error)
    {
        error = reason;
        return false;
    }
}
