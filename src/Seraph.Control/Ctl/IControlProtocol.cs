using Seraph.Core.Management;

namespace Seraph.Control.Ctl;

/// <summary>What serving the next request of a stream or datagram came to.</summary>
internal enum ControlStep
{
    /// <summary>The request is not complete.</summary>
    NeedMore,

    /// <summary>An answer is to be sent; more requests may follow.</summary>
    Answer,

    /// <summary>An answer is to be sent, then the connection closed: what follows can't be understood.</summary>
    AnswerAndClose,
}

/// <summary>A way to write requests and answers.</summary>
internal interface IControlProtocol
{
    /// <summary>The name in <c>ctl.who</c> and <c>ctl.listen</c>.</summary>
    string Name { get; }

    /// <summary>Serves the first request in <paramref name="input"/>.</summary>
    /// <param name="input">What has arrived.</param>
    /// <param name="isWhole">Whether nothing more will come: a datagram.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="consumed">The length of the request.</param>
    /// <param name="answer">What is to be sent.</param>
    ControlStep Serve(ReadOnlySpan<byte> input, bool isWhole, ControlClient client, out int consumed, out ControlAnswer answer);

    /// <summary>What the protocol's users read about a wrong argument.</summary>
    RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error);
}

/// <summary>An answer.</summary>
/// <param name="Bytes">What is to be sent; empty for nothing.</param>
/// <param name="Call">The call that it belongs to, which is told when it has been sent; null when the request was no call.</param>
/// <param name="ReplyName">Where a pipe's client wants its answer.</param>
internal readonly record struct ControlAnswer(ReadOnlyMemory<byte> Bytes, RpcCall? Call, string ReplyName = "");

/// <summary>Somebody who sends requests to a <see cref="CtlServer"/>.</summary>
/// <param name="Server">The server.</param>
/// <param name="Protocol">How the requests are written.</param>
/// <param name="Listener">Where they arrive.</param>
/// <param name="Source">The sender's address; empty when it has none.</param>
/// <param name="SourcePort">The sender's port; empty for paths.</param>
internal sealed record ControlClient(CtlServer Server, IControlProtocol Protocol, ControlAddress Listener, string Source, string SourcePort) : IRpcClient
{
    public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => Protocol.BadArgument(index, expected, error);
}
