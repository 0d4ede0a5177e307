using System.Buffers.Text;
using Seraph.Core.Transports;
using Seraph.Sip.Editing;

namespace Seraph.Core.Routing;

/// <summary>Writes a reply that we make to the request of a context (spec core-subsystems.md, 6.4).</summary>
public static class LocalReply
{
    private const int MaxWarning = 256;

    /// <summary>
    /// Writes the reply: status line, Vias, Record-Routes for 180 to 299, From, To with a tag, Call-ID, CSeq, the header lines added with
    /// <see cref="RouteContext.TryAddReplyHeaders"/>, Server, Content-Length and Warning as configured, and the body.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="code">The code, 100 to 699.</param>
    /// <param name="reason">The reason phrase; empty = the usual one.</param>
    /// <param name="toTag">The tag for a To that has none; empty = no tag.</param>
    /// <param name="body">The body, or nothing.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="length">The length written, or needed when the result is false.</param>
    /// <returns>False when the destination is too small.</returns>
    public static bool TryWrite(
        RouteContext context, int code, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> toTag, ReadOnlySpan<byte> body, Span<byte> destination, out int length)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Server.Options;
        Span<byte> received = stackalloc byte[NetworkEndpoint.MaxTextLength];
        received = Forwarder.NeedsReceived(context) ? received[..context.Source.Source.FormatAddress(received)] : default;
        Span<byte> warning = stackalloc byte[MaxWarning];
        var parts = new ReplyParts
        {
            Code = code,
            Reason = reason,
            ToTag = toTag,
            Received = received,
            Rport = context.Source.Source.Port,
            ForceRport = context.ForceRport,
            ExtraHeaders = context.ReplyHeaders,
            Server = options.ServerSignature ? context.Server.ServerValue.Span : default,
            Warning = options.SipWarning ? warning[..WriteWarning(context, warning)] : default,
            Body = body,
        };
        return ReplyBuilder.TryWrite(context.Message, parts, destination, out length);
    }

    /// <summary>The diagnostic text of spec core-subsystems.md, 6.4; nothing when it would exceed 256 bytes.</summary>
    private static int WriteWarning(RouteContext context, Span<byte> warning)
    {
        var writer = new WarningWriter(warning);
        Span<byte> number = stackalloc byte[NetworkEndpoint.MaxTextLength];
        writer.Add("392 "u8);
        writer.Add(number[..context.Source.Socket.Endpoint.TryFormat(number)]);
        writer.Add(" \"Noisy feedback tells:  pid="u8);
        writer.Add(Environment.ProcessId, number);
        writer.Add(" req_src_ip="u8);
        writer.Add(number[..context.Source.Source.FormatAddress(number)]);
        writer.Add(" req_src_port="u8);
        writer.Add(context.Source.Source.Port, number);
        writer.Add(" in_uri="u8);
        writer.AddUri(context.Message[context.Message.RequestUriText]);
        writer.Add(" out_uri="u8);
        writer.AddUri(context.RequestUri.Span);
        writer.Add(" via_cnt=="u8);
        var count = 0;
        var vias = new Sip.Headers.ViaReader(context.Message);
        while (vias.Next(out _))
            count++;
        writer.Add(count, number);
        writer.Add("\""u8);
        return writer.Length;
    }

    private ref struct WarningWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;
        private bool _full;
        private int _length;

        public readonly int Length => _full ? 0 : _length;

        public void Add(scoped ReadOnlySpan<byte> text)
        {
            _full |= !text.TryCopyTo(_destination[_length..]);
            if (!_full)
                _length += text.Length;
        }

        public void Add(int value, scoped Span<byte> scratch)
        {
            Utf8Formatter.TryFormat(value, scratch, out var digits);
            Add(scratch[..digits]);
        }

        // A quote in a URI would end the quoted string that it is put into.
        public void AddUri(scoped ReadOnlySpan<byte> uri)
        {
            _full |= uri.IndexOfAny((byte)'"', (byte)'\\') >= 0;
            Add(uri);
        }
    }
}
