using System.Text;
using Seraph.Control.Ctl;
using Seraph.Core.Management;

namespace Seraph.Control.Binrpc;

/// <summary>Serves binrpc requests.</summary>
/// <param name="registry">The commands.</param>
/// <param name="maxRequest">The longest packet that is read, in bytes.</param>
/// <param name="maxReply">The longest body that is written, in bytes.</param>
/// <param name="convert">Whether arguments of one type stand in for another where their value allows it.</param>
internal sealed class BinrpcProtocol(RpcRegistry registry, int maxRequest, int maxReply, bool convert) : IControlProtocol
{
    public string Name => "binrpc";

    public ControlStep Serve(ReadOnlySpan<byte> input, bool isWhole, ControlClient client, out int consumed, out ControlAnswer answer)
    {
        consumed = 0;
        answer = default;
        var status = BinrpcHeader.TryRead(input, maxRequest - BinrpcFormat.MaxHeader, out var header);
        if (status == BinrpcStatus.MoreData)
            return ControlStep.NeedMore;
        if (status != BinrpcStatus.Ok || header.Type != BinrpcMessageType.Request)
            return Refuse(header.Cookie, "bad request: corrupted packet", out answer);
        if (input.Length - header.Length < header.BodyLength)
            return ControlStep.NeedMore;

        consumed = header.Length + header.BodyLength;
        var reader = new BinrpcReader(input[header.Length..consumed]);
        status = reader.TryRead(out var method);
        if (status == BinrpcStatus.Ok && method.Kind != RpcKind.Text)
            status = BinrpcStatus.WrongType;
        if (status != BinrpcStatus.Ok)
            return Refuse(header.Cookie, $"bad request method: {BinrpcFormat.Describe(status)}", out answer);

        var arguments = new List<RpcValue>();
        if (reader.TryReadAll(arguments) != BinrpcStatus.Ok)
        {
            answer = new ControlAnswer(Fault(header.Cookie, new RpcFault(400, "bad request: corrupted packet")), null);
            return ControlStep.Answer; // the packet's end is known: the next one can be read
        }

        var call = new RpcCall(method.Text, arguments, client, convert);
        if (!registry.TryRun(call))
            call.Fault(500, $"command {method.Text} not found");
        answer = new ControlAnswer(Write(header.Cookie, call), call);
        return ControlStep.Answer;
    }

    public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error)
    {
        var status = error == RpcArgumentError.Missing ? BinrpcStatus.EndOfPacket : BinrpcStatus.WrongType;
        var type = expected switch
        {
            RpcKind.Text => "string",
            RpcKind.Double => "float",
            RpcKind.Structure => "structure",
            RpcKind.Array => "array",
            _ => "integer",
        };
        return new RpcFault(400, $"error at parameter {index}: expected {type} type but {BinrpcFormat.Describe(status)}");
    }

    private ReadOnlyMemory<byte> Write(uint cookie, RpcCall call)
    {
        if (call.Failure is { } failure)
            return Fault(cookie, failure);

        var writer = new BinrpcWriter(maxReply);
        foreach (var value in call.Values)
        {
            writer.Write(value);
            if (writer.Overflowed)
                return Fault(cookie, new RpcFault(500, $"Internal server error processing '{Letter(value.Kind)}': {BinrpcFormat.Describe(BinrpcStatus.Overflow)} ({(int)BinrpcStatus.Overflow})"));
        }

        return writer.Finish(BinrpcMessageType.Reply, cookie);
    }

    private static ControlStep Refuse(uint cookie, string text, out ControlAnswer answer)
    {
        answer = new ControlAnswer(Fault(cookie, new RpcFault(400, text)), null);
        return ControlStep.AnswerAndClose;
    }

    private static ReadOnlyMemory<byte> Fault(uint cookie, RpcFault fault)
    {
        var text = fault.Text;
        while (Encoding.UTF8.GetByteCount(text) > BinrpcFormat.MaxFaultText)
            text = text[..^1];
        var writer = new BinrpcWriter();
        writer.Write(fault.Code);
        writer.Write(text);
        return writer.Finish(BinrpcMessageType.Fault, cookie);
    }

    private static char Letter(RpcKind kind) => kind switch
    {
        RpcKind.Double => 'f',
        RpcKind.Structure or RpcKind.Array => '{',
        RpcKind.Boolean => 'b',
        RpcKind.Time => 't',
        RpcKind.Integer => 'd',
        _ => 's',
    };
}
