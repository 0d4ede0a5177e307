using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Sip;
using Seraph.Sip.Uris;

namespace Seraph.Modules.Registrar;

/// <summary>The key of a user's bindings: the attribute <c>$t.uid</c>, or else the user part of To (REGISTER) or of the Request-URI.</summary>
internal static class UserId
{
    private static readonly AttributeReference Attribute = AttributeReference.Of("uid", AttributeTrack.To);

    /// <summary>Finds the user id; one that is made of a URI is stored in the attribute.</summary>
    public static RegistrarError TryGet(RouteContext context, out ReadOnlyMemory<byte> uid)
    {
        if (context.Attributes.TryGetNewest(Attribute, out var value))
        {
            uid = value.Kind == ScriptValueKind.Integer ? context.Scratch.Number(value.Integer).Text : value.Text;
            return Check(uid);
        }

        var error = TryMake(context, out uid);
        if (error == RegistrarError.None && !context.Attributes.Add(Attribute, ScriptValue.Of(uid)))
            return RegistrarError.AorTooLong;
        return error;
    }

    private static RegistrarError TryMake(RouteContext context, out ReadOnlyMemory<byte> uid)
    {
        uid = default;
        var message = context.Message;
        var fromTo = message.Method == SipMethod.Register || (message.IsReply && message.CSeqStatus == SipParseStatus.Ok && message.CSeq.Method == SipMethod.Register);
        if ((fromTo ? message.ToUriStatus : context.RequestUriStatus) != SipParseStatus.Ok)
            return RegistrarError.AorParse;
        ref readonly var uri = ref fromTo ? ref message.ToUri : ref context.ParsedRequestUri;
        var user = uri.User.Of(fromTo ? message.Memory : context.RequestUriBytes);
        if (user.IsEmpty)
            return RegistrarError.NoUsername;
        if (user.Length > Core.Location.LocationLimits.Uid * 3 || !context.Scratch.TryRent(user.Length, out var memory))
            return RegistrarError.AorTooLong;
        var length = Lower(user.Span, memory.Span);
        if (length < 0)
        {
            context.Scratch.Shrink(memory, 0);
            return RegistrarError.Unescape;
        }

        uid = context.Scratch.Shrink(memory, length);
        return Check(uid);
    }

    private static RegistrarError Check(ReadOnlyMemory<byte> uid) =>
        uid.IsEmpty ? RegistrarError.NoUsername : uid.Length > Core.Location.LocationLimits.Uid ? RegistrarError.AorTooLong : RegistrarError.None;

    /// <summary>Unescapes and lowers the case; the length, or -1 when an escape is wrong.</summary>
    private static int Lower(ReadOnlySpan<byte> user, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < user.Length; i++)
        {
            var b = user[i];
            if (b == '%')
            {
                if (i + 2 >= user.Length || !byte.TryParse(user.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out b))
                    return -1;
                i += 2;
            }

            target[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        return length;
    }
}
