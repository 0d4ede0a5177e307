using Seraph.Core.Transports;

namespace Seraph.Core.Routing;

/// <content>Our own Via (spec core-subsystems.md, 6.1).</content>
public sealed partial class Forwarder
{
    private const int MaxViaLength = 512;

    /// <summary>
    /// Writes <c>SIP/2.0/PROTO host[:port];branch=...[;i=connection][;rport]</c> and returns its length. The connection id lets the reply find the
    /// connection that its request came over, written in hexadecimal from the lowest digit on (spec core-subsystems.md, 4.5).
    /// </summary>
    private static int WriteVia(RouteContext context, ListenSocket socket, ReadOnlySpan<byte> branch, Span<byte> via)
    {
        "SIP/2.0/"u8.CopyTo(via);
        var at = 8;
        var name = socket.Protocol.ViaName();
        name.CopyTo(via[at..]);
        at += name.Length;
        via[at++] = (byte)' ';
        at += OutgoingSockets.WriteSentBy(context, socket, via[at..]);
        ";branch="u8.CopyTo(via[at..]);
        at += 8;
        branch.CopyTo(via[at..]);
        at += branch.Length;
        if (context.Source.Connection != 0)
        {
            ";i="u8.CopyTo(via[at..]);
            at += 3;
            at += ReverseHex.Write((uint)context.Source.Connection, via[at..]);
        }

        if (context.AddLocalRport)
        {
            ";rport"u8.CopyTo(via[at..]);
            at += 6;
        }

        return at;
    }
}
