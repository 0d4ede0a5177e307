using System.Text;
using Seraph.Core.Transports;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Core.Routing.Language;

/// <summary>The commands that choose the socket or connection to send by.</summary>
/// <param name="sockets">The server's sockets once they are known, to check the script with; null while they are not.</param>
internal sealed class SocketCommands(Func<SocketTable?> sockets)
{
    /// <summary>The server's sockets, or null.</summary>
    public SocketTable? Sockets => sockets();

    [ScriptCommand("force_send_socket")]
    public static ScriptResult ForceSendSocket(RouteContext context, OwnSocket socket)
    {
        var found = socket.Find(context.Server.Sockets);
        if (found is not null)
            context.ForcedSocket = found;
        return found is not null;
    }

    [ScriptCommand("force_tcp_alias", "add_tcp_alias", Forms = CommandForms.Either)]
    public static ScriptResult AddAlias(RouteContext context)
    {
        ref readonly var via = ref context.Message.TopVia;
        return AddAlias(context, via.Port == 0 ? context.Source.Protocol.DefaultPort() : via.Port);
    }

    [ScriptCommand("force_tcp_alias", "add_tcp_alias")]
    public static ScriptResult AddAlias(RouteContext context, int port)
    {
        if (context.Source.Connection == 0)
            return ScriptResult.True; // nothing to be found again
        return port is > 0 and <= ushort.MaxValue
            && context.Server.Transport(context.Source.Protocol)?.TryAddAlias(context.Source.Connection, port) == true;
    }
}

/// <summary><c>[proto:]addr[:port]</c> of a socket of ours.</summary>
internal sealed class OwnSocket : IScriptParameter<OwnSocket>, IModuleBoundParameter
{
    private readonly TransportProtocol _protocol;
    private readonly byte[] _host;
    private readonly int _port;

    private OwnSocket(SocketArgument argument)
    {
        _protocol = argument.Protocol is { } name && TransportProtocols.TryParse(Encoding.ASCII.GetBytes(name), out var protocol) ? protocol : TransportProtocol.None;
        _host = Encoding.UTF8.GetBytes(argument.Host);
        _port = argument.Port;
    }

    /// <summary>The socket, or null.</summary>
    public ListenSocket? Find(SocketTable sockets) => sockets.Find(_protocol, _host, _port);

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out OwnSocket value)
    {
        value = null!;
        if (!SocketArgument.TryConvert(argument, context, out var socket))
            return false;
        value = new OwnSocket(socket);
        return true;
    }

    /// <inheritdoc/>
    public string? Bind(object module)
    {
        var sockets = ((SocketCommands)module).Sockets;
        return sockets is null || Find(sockets) is not null
            ? null
            : $"the server does not listen on {Encoding.UTF8.GetString(_host)}{(_port == 0 ? "" : $":{_port}")}";
    }
}
