using System.Net.Sockets;
using Seraph.Control.Ctl;
using Seraph.Core.Management;

namespace Seraph.Control.Binrpc;

/// <summary>The answer to a call: values, or a refusal.</summary>
public sealed record BinrpcAnswer(IReadOnlyList<RpcValue> Values, RpcFault? Fault);

/// <summary>Calls commands of a server over binrpc. Calls block; one at a time.</summary>
public sealed class BinrpcClient : IDisposable
{
    private const int MaxReply = 1 << 30;

    private readonly Socket _socket;
    private readonly string? _replyPath;
    private uint _cookie;

    private BinrpcClient(Socket socket, string? replyPath)
    {
        _socket = socket;
        _replyPath = replyPath;
    }

    /// <summary>Connects to a server.</summary>
    /// <exception cref="SocketException">Nobody listens at the address, or it may not be used.</exception>
    public static BinrpcClient Connect(ControlAddress address, TimeSpan timeout)
    {
        var endPoint = address.ToEndPoint();
        var socket = new Socket(endPoint.AddressFamily, address.IsStream ? SocketType.Stream : SocketType.Dgram, address.Transport switch
        {
            ControlTransport.Tcp => ProtocolType.Tcp,
            ControlTransport.Udp => ProtocolType.Udp,
            _ => ProtocolType.Unspecified,
        });
        string? replyPath = null;
        try
        {
            socket.SendTimeout = socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
            if (address.Transport == ControlTransport.UnixDatagram)
            {
                replyPath = Path.Combine(Path.GetTempPath(), $"seraphctl_{Guid.NewGuid():N}"); // an answer needs a name to go to
                socket.Bind(new UnixDomainSocketEndPoint(replyPath));
            }

            socket.Connect(endPoint);
            return new BinrpcClient(socket, replyPath);
        }
        catch
        {
            socket.Dispose();
            if (replyPath is not null)
                File.Delete(replyPath);
            throw;
        }
    }

    /// <summary>Calls a command and waits for the answer.</summary>
    /// <exception cref="SocketException">The connection broke, or the answer did not come in time.</exception>
    /// <exception cref="InvalidDataException">What came is no answer.</exception>
    public BinrpcAnswer Call(string method, IEnumerable<RpcValue> arguments)
    {
        var writer = new BinrpcWriter();
        writer.Write(method);
        foreach (var argument in arguments)
            writer.Write(argument);
        _socket.Send(writer.Finish(BinrpcMessageType.Request, ++_cookie).Span);

        var packet = Receive(out var header);
        var values = new List<RpcValue>();
        var status = new BinrpcReader(packet.Slice(header.Length, header.BodyLength)).TryReadAll(values);
        if (status != BinrpcStatus.Ok || header.Cookie != _cookie)
            throw new InvalidDataException(status != BinrpcStatus.Ok ? $"the answer is damaged: {BinrpcFormat.Describe(status)}" : "the answer belongs to another request");
        if (header.Type != BinrpcMessageType.Fault)
            return new BinrpcAnswer(values, null);
        if (values is not [{ Kind: RpcKind.Integer } code, { Kind: RpcKind.Text } text, ..])
            throw new InvalidDataException("the refusal is damaged");
        return new BinrpcAnswer([], new RpcFault((int)code.Integer, text.Text));
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        if (_replyPath is not null)
            File.Delete(_replyPath);
    }

    private ReadOnlySpan<byte> Receive(out BinrpcHeader header)
    {
        var buffer = new byte[65536];
        var length = 0;
        while (true)
        {
            var received = _socket.Receive(buffer.AsSpan(length));
            length += received;
            var status = BinrpcHeader.TryRead(buffer.AsSpan(0, length), MaxReply, out header);
            if (status == BinrpcStatus.Ok && length - header.Length >= header.BodyLength)
                return buffer.AsSpan(0, length);
            if (status is not (BinrpcStatus.Ok or BinrpcStatus.MoreData))
                throw new InvalidDataException("what listens there does not speak binrpc");
            if (received == 0)
                throw new InvalidDataException("the server closed the connection before it had answered");
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
