using System.CommandLine;
using System.Net.Sockets;
using Seraph.Control.Binrpc;
using Seraph.Control.Ctl;
using Seraph.Core.Management;

namespace Seraph.Cli;

/// <summary>Calls commands of the running server.</summary>
internal static class ServerConnection
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Makes the option that names the server's control socket.</summary>
    public static Option<string> CreateOption() => new("--socket", "-s")
    {
        Description = "The server's control socket: unixs:PATH, unixd:PATH, tcp:HOST:PORT or udp:HOST:PORT",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => ControlAddress.Default,
        Recursive = true,
    };

    /// <summary>Calls a command; the values of its answer.</summary>
    /// <exception cref="CommandException">The server can't be reached, or refuses.</exception>
    public static IReadOnlyList<RpcValue> Call(string socket, string method, IEnumerable<RpcValue> arguments)
    {
        if (!ControlAddress.TryParse(socket, ControlTransport.Udp, out var address, out var error) || address.Transport == ControlTransport.Fifo)
            throw new CommandException($"'{socket}' is no control socket: {(error.Length > 0 ? error : "binrpc does not run over pipes")}");

        try
        {
            using var client = BinrpcClient.Connect(address, Timeout);
            var answer = client.Call(method, arguments);
            return answer.Fault is { } fault ? throw new CommandException($"{method}: {fault.Code} {fault.Text}") : answer.Values;
        }
        catch (SocketException failure)
        {
            throw new CommandException(Explain(address, failure));
        }
        catch (InvalidDataException failure)
        {
            throw new CommandException($"{address}: {failure.Message}");
        }
    }

    private static string Explain(ControlAddress address, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AccessDenied => $"{address} may not be used by this account: run seraphctl as the server's user, or open the socket with modparam(\"ctl\", \"mode\", ...)",
        SocketError.AddressNotAvailable when address.IsPath => NoServer(address, "there is no such socket"),
        SocketError.TimedOut or SocketError.WouldBlock => $"the server at {address} did not answer within {Timeout.TotalSeconds} s",
        _ => NoServer(address, failure.Message),
    };

    private static string NoServer(ControlAddress address, string reason) =>
        $"no server answers at {address} ({reason}). Start Seraph with loadmodule \"ctl\" in its script, or name its control socket with -s";
}
