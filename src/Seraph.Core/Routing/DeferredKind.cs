namespace Seraph.Core.Routing;

/// <summary>The texts of edits that depend on the socket that a message leaves by (see <c>MessageEdits.TryInsertDeferred</c>).</summary>
public static class DeferredKind
{
    /// <summary>
    /// Record-Route header lines with our address (RFC 3261, 16.6 step 4). The text given is <c>user@</c> or nothing, a zero byte, then the URI
    /// parameters behind the transport with their semicolons: <c>;ftag=1;lr</c>. It becomes <c>Record-Route: &lt;sip:user@host:port;transport=tcp;ftag=1;lr&gt;</c>.
    /// </summary>
    public const byte RecordRoute = 1;

    /// <summary>The same, but two header lines with <c>;r2=on</c> when the message leaves by another socket than it came in on.</summary>
    public const byte DoubleRecordRoute = 2;

    /// <summary>The address of the sending socket as <c>host:port</c>, between the bytes before and behind the zero byte of the text given.</summary>
    public const byte SendingAddress = 3;
}
