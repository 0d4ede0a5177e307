using Seraph.Core.Routing;
using Seraph.Sip;

namespace Seraph.Core.Authentication;

/// <summary>The realm when a script names none, as those of SER 0.9 do: the domain that the user claims.</summary>
public static class DigestRealm
{
    /// <summary>The host of To in a REGISTER, of From in any other request; false when that URI can't be used.</summary>
    public static bool TryMake(RouteContext context, out ReadOnlyMemory<byte> realm)
    {
        ArgumentNullException.ThrowIfNull(context);
        var message = context.Message;
        var ofTo = message.Method == SipMethod.Register;
        realm = default;
        if ((ofTo ? message.ToUriStatus : message.FromUriStatus) != SipParseStatus.Ok)
            return false;
        realm = (ofTo ? message.ToUri : message.FromUri).Host.Of(message.Memory);
        return !realm.IsEmpty;
    }
}
