using Seraph.Sip.Parsing;

namespace Seraph.Sip.Editing;

/// <content>The usual changes, in terms of headers. All give false when a limit is reached.</content>
public sealed partial class MessageEdits
{
    /// <summary>Adds header lines, line ends included, behind the last header.</summary>
    public bool TryAppendHeader(SipMessage message, ReadOnlySpan<byte> lines, EditCondition condition = EditCondition.Always) =>
        TryInsert(message.HeaderArea.End, lines, condition);

    /// <summary>Adds header lines, line ends included, in front of the first header.</summary>
    public bool TryPrependHeader(SipMessage message, ReadOnlySpan<byte> lines, EditCondition condition = EditCondition.Always) =>
        TryInsert(message.HeaderArea.Start, lines, condition);

    /// <summary>Removes the header line with that index in <see cref="SipMessage.Headers"/>.</summary>
    public bool TryRemoveHeader(SipMessage message, int index) => TryRemove(message.Headers[index].Line);

    /// <summary>Removes all headers of that kind and tells how many there were.</summary>
    public bool TryRemoveHeaders(SipMessage message, HeaderKind kind, out int count)
    {
        count = 0;
        for (var i = message.FirstHeader(kind); i >= 0; i = message.NextHeader(i), count++)
        {
            if (!TryRemoveHeader(message, i))
                return false;
        }

        return true;
    }

    /// <summary>Replaces the body of the header with that index in <see cref="SipMessage.Headers"/>.</summary>
    public bool TryReplaceHeaderBody(SipMessage message, int index, ReadOnlySpan<byte> text) =>
        TryReplace(message.Headers[index].Body, text);

    /// <summary>Replaces the body of the message; the writer puts Content-Length right.</summary>
    public bool TryReplaceBody(SipMessage message, ReadOnlySpan<byte> body) => TryReplace(message.Body, body);

    /// <summary>
    /// Removes one value of a comma-separated header, with the comma that has become needless; the whole header line when no other
    /// value is left.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Index of the header line that the value is in.</param>
    /// <param name="value">The value without the white space around it, as the readers give it.</param>
    public bool TryRemoveValue(SipMessage message, int index, Slice value)
    {
        var bytes = message.Bytes;
        var line = message.Headers[index];
        var body = line.Body;

        var behind = value.End;
        while (behind < body.End && (SipText.IsSpace(bytes[behind]) || IsRemoved(behind)))
            behind++;
        if (behind < body.End) // a comma: up to the next value
        {
            behind = SipText.SkipSpace(bytes, behind + 1, body.End);
            return TryRemove(Slice.Between(value.Start, behind));
        }

        var before = value.Start - 1;
        while (before >= body.Start && (SipText.IsSpace(bytes[before]) || IsRemoved(before)))
            before--;
        return TryRemove(before < body.Start ? line.Line : Slice.Between(before, value.End));
    }

    /// <summary>Removes the topmost Via value, as it is done with a reply that goes upstream (RFC 3261, 16.7, step 3).</summary>
    public bool TryRemoveTopVia(SipMessage message)
    {
        var index = message.FirstHeader(HeaderKind.Via);
        return index < 0 || message.TopViaStatus != SipParseStatus.Ok || TryRemoveValue(message, index, message.TopVia.Value);
    }

    /// <summary>
    /// Notes in the topmost Via of a request where it came from (RFC 3261, 18.2.1; RFC 3581, 4): received in place, else behind the
    /// sent-by; rport in place or, when forced, behind the sent-by too.
    /// </summary>
    /// <param name="message">The request.</param>
    /// <param name="received">Text of the source address, IPv6 without brackets; empty to leave received alone.</param>
    /// <param name="rport">The source port; 0 to leave rport alone.</param>
    /// <param name="forceRport">Write rport even though the Via does not ask for it.</param>
    public bool TryFixTopVia(SipMessage message, ReadOnlySpan<byte> received, int rport, bool forceRport)
    {
        if (message.TopViaStatus != SipParseStatus.Ok)
            return true;
        ref readonly var via = ref message.TopVia;
        var sentBy = via.SentBy.End;
        var done = true;
        if (rport != 0 && via.Rport.Exists)
        {
            Span<byte> digits = stackalloc byte[11];
            rport.TryFormat(digits, out var length);
            done = TrySetParameter(message.Bytes, via.Rport, digits[..length]);
        }
        else if (rport != 0 && forceRport)
        {
            done = TryInsert(sentBy, ";rport="u8) && TryInsert(sentBy, rport);
        }

        if (!done || received.IsEmpty)
            return done;
        return via.Received.Exists
            ? TrySetParameter(message.Bytes, via.Received, received)
            : TryInsert(sentBy, ";received="u8) && TryInsert(sentBy, received);
    }

    /// <summary>
    /// Whether a parameter whose empty value is at <paramref name="position"/> has its equals sign already: a parameter without a value has the
    /// place behind its name.
    /// </summary>
    internal static bool HasEqualsSign(ReadOnlySpan<byte> bytes, int position)
    {
        while (SipText.IsSpace(bytes[position - 1]))
            position--;
        return bytes[position - 1] == '=';
    }

    private bool TrySetParameter(ReadOnlySpan<byte> bytes, Slice value, ReadOnlySpan<byte> text)
    {
        if (value.IsEmpty && !HasEqualsSign(bytes, value.Start) && !TryInsert(value.Start, "="u8))
            return false;
        return TryReplace(value, text);
    }
}
