using System.Text;
using Seraph.Sip;
using Seraph.Sip.Digest;
using Seraph.Sip.Editing;
using Seraph.Sip.Headers;
using Seraph.Sip.Sdp;
using Seraph.Sip.Uris;

namespace Seraph.Fuzz;

/// <summary>Parses one datagram and checks every answer; throws when one is wrong.</summary>
public static class SipTarget
{
    /// <summary>Checks one input.</summary>
    public static void Run(byte[] data)
    {
        var message = new SipMessage();
        message.Parse(data, 0, data.Length);
        Compare(message, SipReference.Read(Encoding.Latin1.GetString(data)));
        TouchEverything(message);
        if (message.Status == SipParseStatus.Ok)
            WriteAndParse(message);
        Answer(message);
    }

    /// <summary>Reads every value of a message and checks that every range lies inside it.</summary>
    public static void TouchEverything(SipMessage message)
    {
        message.Validate();
        Inside(message, message.StartLine, message.Version, message.MethodText, message.RequestUriText, message.Reason, message.Body, message.HeaderArea);
        foreach (var header in message.Headers)
            Inside(message, header.Name, header.Body, header.Line);

        if (message.TopViaStatus == SipParseStatus.Ok)
            TouchVia(message, message.TopVia);
        var vias = new ViaReader(message);
        while (vias.Next(out var via))
            TouchVia(message, via);
        if (message.FromStatus == SipParseStatus.Ok)
            TouchAddress(message, message.From);
        if (message.ToStatus == SipParseStatus.Ok)
            TouchAddress(message, message.To);
        if (message.FromUriStatus == SipParseStatus.Ok)
            TouchUri(message, message.FromUri);
        if (message.ToUriStatus == SipParseStatus.Ok)
            TouchUri(message, message.ToUri);
        if (message.RequestUriStatus == SipParseStatus.Ok)
            TouchUri(message, message.RequestUri);
        Inside(message, message.CSeq.NumberText, message.CSeq.MethodText, message.CallId);
        _ = message.MaxForwards + message.Expires;
        if (MessageBody.TryFindSdp(message, out var sdp) == SipParseStatus.Ok)
        {
            var lines = new SdpReader(message.Bytes, sdp);
            while (lines.Next(out var line))
                Inside(message, line.Value, line.Line);
        }

        TouchLists(message);
    }

    private static void TouchLists(SipMessage message)
    {
        var contacts = new ContactReader(message);
        while (contacts.Next(out var contact))
        {
            TouchAddress(message, contact.Address);
            Inside(message, contact.Q, contact.ExpiresText, contact.Instance, contact.RegId, contact.Methods, contact.Received);
        }

        foreach (var kind in new[] { HeaderKind.Route, HeaderKind.RecordRoute, HeaderKind.Path, HeaderKind.Diversion, HeaderKind.PAssertedIdentity })
        {
            var addresses = new AddressReader(message, kind);
            while (addresses.Next(out var address))
                TouchAddress(message, address);
        }

        foreach (var kind in new[] { HeaderKind.Supported, HeaderKind.Require, HeaderKind.Allow })
        {
            var tokens = new TokenReader(message, kind);
            while (tokens.Next(out var token))
                Inside(message, token);
        }

        foreach (var header in message.Headers)
        {
            if (CredentialsValue.TryParse(message.Bytes, header.Body, out var credentials) == SipParseStatus.Ok && credentials.IsDigest)
            {
                Inside(message, credentials.Username, credentials.Realm, credentials.Nonce, credentials.Uri, credentials.Response, credentials.Cnonce);
                DigestCalculation.Verify(message.Bytes, credentials, "0"u8, "INVITE"u8, message[message.Body]);
            }

            ChallengeValue.TryParse(message.Bytes, header.Body, out _);
            EventValue.TryParse(message.Bytes, header.Body, out var package);
            MediaTypeValue.TryParse(message.Bytes, header.Body, out var media);
            RetryAfterValue.TryParse(message.Bytes, header.Body, out var retry);
            Inside(message, package.Package, package.Id, package.Parameters, media.Type, media.Subtype, media.Boundary, retry.Comment, retry.Duration);
        }
    }

    private static void TouchVia(SipMessage message, in ViaValue via)
    {
        Inside(message, via.Value, via.ProtocolName, via.Version, via.TransportText, via.Host, via.PortText, via.Parameters, via.Branch);
        Inside(message, via.Received, via.Rport, via.Maddr, via.Ttl, via.ConnectionId, via.Alias, via.Comp, via.Comment, via.SentBy);
        Check(ViaValue.TryParse(message.Bytes, via.Value, out var again) == SipParseStatus.Ok && again.Equals(via), "a Via value parses to itself");
    }

    private static void TouchAddress(SipMessage message, in AddressValue address)
    {
        Inside(message, address.Value, address.DisplayName, address.Uri, address.Parameters, address.Tag, address.UnquotedName(message.Bytes));
        if (SipUri.TryParse(message.Bytes, address.Uri, out var uri) == SipParseStatus.Ok)
            TouchUri(message, uri);
        var parameters = new ParameterReader(message.Bytes, address.Parameters);
        while (parameters.Next(out var parameter))
            Inside(message, parameter.Name, parameter.Value, parameter.Unquoted, parameter.ValueOrPlace, parameter.Whole);
        Check(parameters.Status == SipParseStatus.Ok, "parameters of a good address are good");
    }

    private static void TouchUri(SipMessage message, in SipUri uri)
    {
        Inside(message, uri.Text, uri.SchemeText, uri.User, uri.Password, uri.Host, uri.PortText, uri.Parameters, uri.Headers, uri.Opaque);
        Inside(message, uri.TransportText, uri.Maddr, uri.UserParameter, uri.Ttl, uri.Method, uri.Gr, uri.R2, uri.UserInfo, uri.HostPort, uri.BareHost);
        Check(UriComparison.Equals(message.Bytes, uri, message.Bytes, uri), "a URI equals itself");
        UriComparison.GetHashCode(message.Bytes, uri);
        Span<byte> room = new byte[uri.Text.Length];
        UriText.Unescape(message[uri.Text], room);
    }

    private static void Compare(SipMessage message, SipReference reference)
    {
        Same(reference.Status, message.Status, "status");
        if (reference.Status is SipParseStatus.Empty or SipParseStatus.NotSip or SipParseStatus.MessageTooLarge)
            return;
        Same(reference.IsRequest, message.IsRequest, "kind");
        Same(reference.Method, Text(message, message.MethodText), "method");
        Same(reference.RequestUri, reference.RequestUri.Length == 0 ? "" : Text(message, message.RequestUriText), "Request-URI");
        Same(reference.Code, message.StatusCode, "code");
        Same(reference.Reason, Text(message, message.Reason), "reason");
        Same(reference.Headers.Count, message.Headers.Length, "number of headers");
        for (var i = 0; i < reference.Headers.Count; i++)
        {
            Same(reference.Headers[i].Name, Text(message, message.Headers[i].Name), "name");
            Same(reference.Headers[i].Body, Text(message, message.Headers[i].Body), "body of a header");
        }

        if (message.Status == SipParseStatus.Ok)
            Same(reference.Body, Text(message, message.Body), "body");
        CompareValues(message, reference);
    }

    private static void CompareValues(SipMessage message, SipReference reference)
    {
        if (reference.First(HeaderKind.CSeq) is { } cseq)
        {
            var expected = SipReference.ReadCSeq(cseq);
            Same(expected is not null, message.CSeqStatus == SipParseStatus.Ok, "CSeq is good: " + cseq);
            if (expected is not null)
                Same((expected.Value.Number, expected.Value.Method), (message.CSeq.Number, Text(message, message.CSeq.MethodText)), "CSeq");
        }

        if (reference.First(HeaderKind.Via) is { } via)
        {
            var expected = SipReference.ReadVia(via);
            Same(expected is not null, message.TopViaStatus == SipParseStatus.Ok, "Via is good: " + via);
            if (expected is { } value)
            {
                Same((value.Transport, value.Host, value.Port), (Text(message, message.TopVia.TransportText), Text(message, message.TopVia.Host), message.TopVia.Port), "Via");
                Same(Parameter(value.Parameters, "branch"), Text(message, message.TopVia.Branch), "branch");
                Same(Parameter(value.Parameters, "received"), Text(message, message.TopVia.Received), "received");
            }
        }

        CompareAddress(message, reference.First(HeaderKind.From), message.FromStatus, message.From, message.FromUriStatus, message.FromUri);
        CompareAddress(message, reference.First(HeaderKind.To), message.ToStatus, message.To, message.ToUriStatus, message.ToUri);
        if (reference.RequestUri.Length > 0)
            CompareUri(message, reference.RequestUri, message.RequestUriStatus, message.RequestUri);
    }

    private static void CompareAddress(
        SipMessage message, string? body, SipParseStatus status, in AddressValue address, SipParseStatus uriStatus, in SipUri uri)
    {
        if (body is null)
            return;
        var expected = SipReference.ReadAddress(body);
        Same(expected is not null, status == SipParseStatus.Ok, "address is good: " + body);
        if (expected is not { } value)
            return;
        Same((value.Name, value.Uri), (Text(message, address.DisplayName), Text(message, address.Uri)), "address");
        Same(Parameter(value.Parameters, "tag"), Text(message, address.Tag), "tag");
        CompareUri(message, value.Uri, uriStatus, uri);
    }

    private static void CompareUri(SipMessage message, string text, SipParseStatus status, in SipUri uri)
    {
        var expected = SipReference.ReadUri(text);
        Same(expected is not null, status == SipParseStatus.Ok, "URI is good: " + text);
        if (expected is { } value)
            Same((value.Scheme, value.User, value.Host, value.Port), (Text(message, uri.SchemeText), Text(message, uri.User), Text(message, uri.Host), uri.Port), "URI");
    }

    private static string Parameter(List<(string Name, string? Value)> parameters, string name) =>
        SipReference.Unquote(parameters.Find(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "");

    private static void WriteAndParse(SipMessage message)
    {
        var buffer = new byte[message.Length + 1000];
        Check(MessageWriter.TryWrite(message, null, new OutgoingParts(), buffer, out var length), "it fits");
        Check(buffer.AsSpan(0, length).SequenceEqual(message.Bytes), "nothing changes without edits");

        var edits = new MessageEdits();
        edits.TryAppendHeader(message, "X-Last: y\r\n"u8);
        edits.TryPrependHeader(message, "X-First: y\r\n"u8);
        edits.TryReplaceBody(message, "body"u8);
        edits.TryFixTopVia(message, "192.0.2.1"u8, 4000, forceRport: true);
        var parts = new OutgoingParts { TopVia = "SIP/2.0/UDP us;branch=z9hG4bKx"u8, RequestUri = "sip:new@example.com"u8, AddContentLength = true };
        Check(MessageWriter.TryWrite(message, edits, parts, buffer, out length), "it fits");
        var written = new SipMessage();
        var status = written.Parse(buffer, 0, length);
        if (message.Headers.Length + 4 > SipLimits.Default.MaxHeaders || length > SipLimits.Default.MaxMessageLength)
            return;
        Same(SipParseStatus.Ok, status, "what was written parses");
        Same("body", Text(written, written.Body), "new body");
        Same("us", Text(written, written.TopVia.Host), "new Via");
        if (message.IsRequest)
            Same("sip:new@example.com", Text(written, written.RequestUriText), "new Request-URI");
        if (message.TopViaStatus != SipParseStatus.Ok)
            return;
        var vias = new ViaReader(written);
        Check(vias.Next(out _) && vias.Next(out var second), "the old Via is still good");
    }

    private static void Answer(SipMessage message)
    {
        var buffer = new byte[(2 * message.Length) + 1000];
        var parts = new ReplyParts { Code = 400, ToTag = "tag"u8, Received = "192.0.2.1"u8, Rport = 4000, ForceRport = true };
        Check(ReplyBuilder.TryWrite(message, parts, buffer, out var length), "the reply fits");
        if (message.Validate() != SipParseStatus.Ok)
            return;
        var reply = new SipMessage();
        Same(SipParseStatus.Ok, reply.Parse(buffer, 0, length), "the reply parses");
        Same(SipParseStatus.Ok, reply.Validate(), "the reply is good");
        Same("192.0.2.1", Text(reply, reply.TopVia.Received), "received");
        if (!message.IsRequest)
            return;
        Check(HopByHopRequest.TryWriteAck(message, reply, [], buffer.AsSpan(length), out _), "the ACK fits");
        Check(HopByHopRequest.TryWriteCancel(message, "X"u8, [], buffer.AsSpan(length), out var cancelLength), "the CANCEL fits");
        var cancel = new SipMessage();
        Same(SipParseStatus.Ok, cancel.Parse(buffer, length, cancelLength), "the CANCEL parses");
        Same(SipParseStatus.Ok, cancel.Validate(), "the CANCEL is good");
    }

    private static void Inside(SipMessage message, params ReadOnlySpan<Slice> slices)
    {
        foreach (var slice in slices)
            Check(slice.Start >= 0 && slice.Length >= 0 && slice.End <= message.Bytes.Length, "a range lies inside the message");
    }

    private static string Text(SipMessage message, Slice slice) => Encoding.Latin1.GetString(message[slice]);

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{what}: expected '{expected}', found '{actual}'");
    }

    private static void Check(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException("not so: " + what);
    }
}
