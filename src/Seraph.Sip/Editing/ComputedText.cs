namespace Seraph.Sip.Editing;

/// <summary>Text that is known only when a message is sent, because it depends on the sockets.</summary>
public enum ComputedText : byte
{
    /// <summary>Nothing is computed: the text is in the edit.</summary>
    None = 0,

    /// <summary>
    /// The sending socket as the address of a URI: <c>host[:port][;transport=name]</c>; port only when it is not 5060, transport only
    /// when it is not UDP.
    /// </summary>
    SendAddress,

    /// <summary>The receiving socket in the same form.</summary>
    ReceiveAddress,

    /// <summary>Host of the sending socket; an IPv6 address is in brackets.</summary>
    SendHost,

    /// <summary>Port of the sending socket.</summary>
    SendPort,

    /// <summary>Transport of the sending socket, lower case.</summary>
    SendTransport,

    /// <summary>Host of the receiving socket; an IPv6 address is in brackets.</summary>
    ReceiveHost,

    /// <summary>Port of the receiving socket.</summary>
    ReceivePort,

    /// <summary>Transport of the receiving socket, lower case.</summary>
    ReceiveTransport,
}

/// <summary>When the text of an edit is written; what it removes is removed in any case.</summary>
public enum EditCondition : byte
{
    /// <summary>Always.</summary>
    Always = 0,

    /// <summary>The sending socket is not the receiving one: address, port or transport differ.</summary>
    SocketsDiffer,

    /// <summary>Sending and receiving socket are the same.</summary>
    SocketsEqual,
}

/// <summary>Gives an edit what it must know about the sockets. A struct, so that the writer calls it directly.</summary>
public interface IOutgoingSockets
{
    /// <summary>The text asked for.</summary>
    ReadOnlySpan<byte> Get(ComputedText text);

    /// <summary>Sending and receiving socket differ in address, port or transport.</summary>
    bool Differ { get; }
}

/// <summary>For messages whose edits depend on no socket: computed texts are empty, the sockets are equal.</summary>
public readonly struct NoSockets : IOutgoingSockets
{
    /// <inheritdoc/>
    public bool Differ => false;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Get(ComputedText text) => [];
}
