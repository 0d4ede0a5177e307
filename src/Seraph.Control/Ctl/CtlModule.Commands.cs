using Seraph.Core.Management;

namespace Seraph.Control.Ctl;

/// <summary>The commands about the management connections themselves.</summary>
internal sealed partial class CtlModule
{
    [Rpc("ctl.who", Help = "Lists open connections: protocol, transport, source, source port, destination, destination port of each.", ReturnsArray = true)]
    internal static void ListConnections(RpcCall call)
    {
        if (!TryGetServer(call, out var server))
            return;
        foreach (var connection in server.Connections)
        {
            call.Add(connection.Protocol.Name);
            call.Add(connection.Listener.TransportName);
            call.Add(connection.Source);
            call.Add(connection.SourcePort);
            call.Add(connection.Listener.Name);
            call.Add(PortOf(connection.Listener));
        }

        if (call.Values.Count == 0)
            call.Fault(400, "no open stream connection");
    }

    [Rpc("ctl.connections", Help = "Returns the number of open connections.")]
    internal static void CountConnections(RpcCall call)
    {
        if (TryGetServer(call, out var server))
            call.Add(server.Connections.Count());
    }

    [Rpc("ctl.listen", Help = "Lists the addresses that are listened on: protocol, transport, name, port of each.", ReturnsArray = true)]
    internal static void ListListeners(RpcCall call)
    {
        if (call.Client is not ControlClient client)
            return;
        foreach (var (address, protocol) in client.Server.Listeners)
        {
            call.Add(protocol.Name);
            call.Add(address.TransportName);
            call.Add(address.Name);
            call.Add(PortOf(address));
        }
    }

    private static bool TryGetServer(RpcCall call, out CtlServer server)
    {
        server = (call.Client as ControlClient)?.Server!;
        if (server is null)
            call.Fault(606, "rpc available only over binrpc (ctl)");
        return server is not null;
    }

    private static string PortOf(ControlAddress address) => address.IsPath ? "" : $"{address.Port}";
}
