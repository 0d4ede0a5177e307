using Seraph.Core.Transports;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>The commands that say how a message, or the replies to it, are sent.</summary>
internal static class TransportCommands
{
    [ScriptCommand("force_rport", "add_rport", Forms = CommandForms.Either)]
    public static ScriptResult ForceRport(RouteContext context)
    {
        context.ForceRport = true;
        return ScriptResult.True;
    }

    [ScriptCommand("add_local_rport", Forms = CommandForms.Either)]
    public static ScriptResult AddLocalRport(RouteContext context)
    {
        context.AddLocalRport = true;
        return ScriptResult.True;
    }

    [ScriptCommand("set_advertised_address")]
    public static ScriptResult SetAdvertisedAddress(RouteContext context, byte[] host) => context.TrySetAdvertisedHost(host);

    [ScriptCommand("set_advertised_port")]
    public static ScriptResult SetAdvertisedPort(RouteContext context, int port)
    {
        if (port is < 0 or > ushort.MaxValue)
            return ScriptResult.False;
        context.AdvertisedPort = port;
        return ScriptResult.True;
    }

    [ScriptCommand("udp_mtu_try_proto")]
    public static ScriptResult SetLargeRequestProtocol(RouteContext context, TransportProtocol protocol)
    {
        context.LargeRequestProtocol = protocol == TransportProtocol.Udp ? TransportProtocol.None : protocol;
        return ScriptResult.True;
    }

    [ScriptCommand("set_forward_no_connect", Forms = CommandForms.Either, In = Routes.All)]
    public static ScriptResult ForwardWithoutConnecting(RouteContext context)
    {
        context.ForwardOptions |= SendOptions.NoConnect;
        return ScriptResult.True;
    }

    [ScriptCommand("set_reply_no_connect", Forms = CommandForms.Either, In = Routes.All)]
    public static ScriptResult ReplyWithoutConnecting(RouteContext context)
    {
        context.ReplyOptions |= SendOptions.NoConnect;
        return ScriptResult.True;
    }

    [ScriptCommand("set_forward_close", Forms = CommandForms.Either, In = Routes.All)]
    public static ScriptResult CloseAfterForwarding(RouteContext context)
    {
        context.ForwardOptions |= SendOptions.CloseAfterwards;
        return ScriptResult.True;
    }

    [ScriptCommand("set_reply_close", Forms = CommandForms.Either, In = Routes.All)]
    public static ScriptResult CloseAfterReplying(RouteContext context)
    {
        context.ReplyOptions |= SendOptions.CloseAfterwards;
        return ScriptResult.True;
    }

    [ScriptCommand("len_gt")]
    public static ScriptResult IsLongerThan(RouteContext context, MessageLength length) => context.Message.Length >= length.Bytes;
}
