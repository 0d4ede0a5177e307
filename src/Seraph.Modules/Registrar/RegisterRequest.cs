using Seraph.Core.Location;
using Seraph.Core.Routing;
using Seraph.Core.Transports;
using Seraph.Script.Attributes;
using Seraph.Sip;
using Seraph.Sip.Headers;
using Seraph.Sip.Uris;

namespace Seraph.Modules.Registrar;

/// <summary>What a REGISTER says besides its contacts, checked (RFC 3261, 10.3). All texts live as long as the message.</summary>
internal struct RegisterRequest
{
    /// <summary>How many contacts there are, <c>*</c> included.</summary>
    public int Contacts { get; private set; }

    /// <summary>The only contact is <c>*</c>: all bindings are to go.</summary>
    public bool RemoveAll { get; private set; }

    /// <summary>The values of Path, comma separated; empty when there are none or Path is not used.</summary>
    public ReadOnlyMemory<byte> Path { get; private set; }

    /// <summary>Whether the answer has to bring <see cref="Path"/> back.</summary>
    public bool ReturnPath { get; private set; }

    /// <summary>What all bindings of the request have in common: everything but contact, expires, q and instance.</summary>
    public Binding Common { get; private set; }

    /// <summary>Reads the request.</summary>
    public static RegistrarError TryRead(RouteContext context, RegistrarSettings settings, bool memoryOnly, out RegisterRequest request)
    {
        request = default;
        var message = context.Message;
        if (message.ToUriStatus != SipParseStatus.Ok)
            return message.HasHeader(HeaderKind.To) ? RegistrarError.AorParse : RegistrarError.NoTo;
        if (message.CallId.IsEmpty)
            return RegistrarError.NoCallId;
        if (message.CSeqStatus != SipParseStatus.Ok)
            return message.HasHeader(HeaderKind.CSeq) ? RegistrarError.InvalidCSeq : RegistrarError.NoCSeq;

        var error = request.ReadContacts(message);
        if (error == RegistrarError.None)
            error = request.ReadExtensions(context, settings);
        if (error == RegistrarError.None)
            error = request.ReadCommon(context, settings, memoryOnly);
        return error;
    }

    /// <summary>The lifetime that a contact asks for, within the limits, in seconds; 0 removes it.</summary>
    public static long Lifetime(SipMessage message, in ContactValue contact, RegistrarOptions options)
    {
        long seconds = contact.ExpiresStatus switch
        {
            SipParseStatus.Ok => contact.Expires,
            SipParseStatus.Missing => message.ExpiresStatus == SipParseStatus.Ok ? message.Expires : (uint)options.DefaultExpires,
            _ => 3600, // a malformed one means this (RFC 3261, 10.2.1.1)
        };
        if (seconds == 0)
            return 0;
        seconds = Math.Clamp(seconds, options.MinExpires, int.MaxValue);
        return options.MaxExpires > 0 ? Math.Min(seconds, options.MaxExpires) : seconds;
    }

    private RegistrarError ReadContacts(SipMessage message)
    {
        var reader = new ContactReader(message);
        ContactValue contact;
        while (reader.Next(out contact))
        {
            Contacts++;
            RemoveAll |= contact.IsStar;
            if (contact.IsStar)
                continue;
            if (contact.QStatus is not (SipParseStatus.Ok or SipParseStatus.Missing))
                return RegistrarError.InvalidQ;
            if (SipUri.TryParse(message[contact.Uri], out _) != SipParseStatus.Ok)
                return RegistrarError.ContactParse;
        }

        if (reader.Status != SipParseStatus.Ok)
            return RemoveAll || contact.IsStar ? RegistrarError.StarContacts : RegistrarError.ContactParse;
        return RemoveAll && (message.ExpiresStatus != SipParseStatus.Ok || message.Expires != 0) ? RegistrarError.StarExpires : RegistrarError.None;
    }

    private RegistrarError ReadExtensions(RouteContext context, RegistrarSettings settings)
    {
        var message = context.Message;
        var options = settings.Options;
        var required = new TokenReader(message, HeaderKind.Require);
        while (required.Next(out var tag))
        {
            if (!settings.Supports(message[tag]))
                return RegistrarError.Extension;
        }

        if (!options.UsePath || !message.HasHeader(HeaderKind.Path))
            return RegistrarError.None;

        var supported = TokenReader.Contains(message, HeaderKind.Supported, "path"u8) || TokenReader.Contains(message, HeaderKind.Require, "path"u8);
        if (options.PathMode == 2 && !supported)
            return RegistrarError.PathNotSupported;
        if (!PathVector.TryRead(context, out var path))
            return RegistrarError.PathParse;
        Path = path;
        ReturnPath = options.PathMode > 0 && supported;
        return RegistrarError.None;
    }

    private RegistrarError ReadCommon(RouteContext context, RegistrarSettings settings, bool memoryOnly)
    {
        var message = context.Message;
        var aor = message.To.Uri.Of(message.Memory);
        if (TryGetText(context, settings.Aor, out var stored))
            aor = stored;
        if (aor.Length > LocationLimits.Aor)
            return RegistrarError.AorTooLong;

        var agent = message.HeaderBody(HeaderKind.UserAgent);
        var userAgent = agent.IsEmpty ? UnknownAgent : agent.Of(message.Memory);
        var nat = message.IsRequest && (context.Flags & settings.Options.SaveNatFlag.Mask) != 0;
        Common = new Binding
        {
            Aor = aor,
            CallId = Cut(message.CallId.Of(message.Memory), LocationLimits.CallId),
            UserAgent = Cut(userAgent, LocationLimits.UserAgent),
            Received = nat ? ReceivedUri.Make(context) : default,
            Path = Path,
            CSeq = message.CSeq.Number,
            Flags = (nat ? BindingFlags.Nat : BindingFlags.None) | (memoryOnly ? BindingFlags.MemoryOnly : BindingFlags.None),
            ServerId = TryGetText(context, settings.ServerId, out var id) && int.TryParse(id.Span, out var number) ? number : settings.OwnServerId,
            Socket = context.Source.Socket,
        };
        return RegistrarError.None;
    }

    private static readonly ReadOnlyMemory<byte> UnknownAgent = "Unknown"u8.ToArray();

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> text, int length) => text.Length > length ? text[..length] : text;

    private static bool TryGetText(RouteContext context, AttributeReference attribute, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (!context.Attributes.TryGetNewest(attribute, out var value))
            return false;
        text = value.Kind == Script.ScriptValueKind.Integer ? context.Scratch.Number(value.Integer).Text : value.Text;
        return true;
    }
}
