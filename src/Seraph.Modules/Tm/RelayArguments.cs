using System.Globalization;
using System.Text;
using Seraph.Core.Dns;
using Seraph.Core.Transactions;
using Seraph.Core.Transports;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Tm;

/// <summary>The host of <c>t_relay(host, port)</c> and the like, resolved once when the script is loaded.</summary>
internal sealed class RelayHost(HostArgument host) : IScriptParameter<RelayHost>, IModuleBoundParameter
{
    private DnsTarget _address;

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RelayHost value)
    {
        value = null!;
        if (!HostArgument.TryConvert(argument, context, out var host))
            return false;
        if (host.IsFromUri)
            return context.Refuse("ip address or hostname expected", "without host and port the URI decides");
        value = new RelayHost(host);
        return true;
    }

    /// <inheritdoc/>
    public string? Bind(object module)
    {
        var answer = ((TmModule)module).ResolveOnce(Encoding.UTF8.GetBytes(host.Name));
        if (!answer.IsOk)
            return $"could not resolve hostname \"{host.Name}\"";
        _address = answer.First;
        return null;
    }

    /// <summary>The way to this host; port 0 is the protocol's.</summary>
    public RelayOptions At(RelayPort port, TransportProtocol protocol)
    {
        var endpoint = _address.Endpoint.WithPort(port.Number == 0 ? protocol.DefaultPort() : port.Number);
        return new RelayOptions(new DnsAnswer(new DnsTarget(endpoint, protocol)), protocol);
    }
}

/// <summary>The port of <c>t_relay(host, port)</c> and the like: a number, quoted or not.</summary>
/// <param name="Number">0 to 65535.</param>
internal sealed record RelayPort(int Number) : IScriptParameter<RelayPort>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RelayPort value)
    {
        value = null!;
        if (!PortArgument.TryConvert(argument, context, out var port))
            return false;
        if (port.IsFromUri)
            return context.Refuse("port number expected", "without host and port the URI decides");
        value = new RelayPort(port.Port);
        return true;
    }
}

/// <summary>The proxy of <c>t_relay_to</c>: <c>proto:host:port</c>.</summary>
internal sealed class RelayProxy(SocketArgument socket, TransportProtocol protocol) : IScriptParameter<RelayProxy>, IModuleBoundParameter
{
    /// <summary>The way there.</summary>
    public RelayOptions Options { get; private set; }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RelayProxy value)
    {
        value = null!;
        if (!SocketArgument.TryConvert(argument, context, out var socket))
            return false;
        var protocol = TransportProtocol.Udp;
        if (socket.Protocol is { } name && !TransportProtocols.TryParse(Encoding.ASCII.GetBytes(name), out protocol))
            return context.Refuse($"unknown protocol \"{name}\"", "udp, tcp, tls or sctp");
        value = new RelayProxy(socket, protocol);
        return true;
    }

    /// <inheritdoc/>
    public string? Bind(object module)
    {
        var answer = ((TmModule)module).ResolveOnce(Encoding.UTF8.GetBytes(socket.Host));
        if (!answer.IsOk)
            return $"could not resolve hostname \"{socket.Host}\"";
        var endpoint = answer.First.Endpoint.WithPort(socket.Port == 0 ? protocol.DefaultPort() : socket.Port);
        Options = new RelayOptions(new DnsAnswer(new DnsTarget(endpoint, protocol)), protocol);
        return null;
    }
}

/// <summary>The flags of <c>t_relay_to</c>: 1 no automatic 100, 2 nothing, 4 no DNS fail-over; decimal or <c>0x</c> hexadecimal.</summary>
/// <param name="Value">The sum of the flags.</param>
internal sealed record RelayFlags(int Value) : IScriptParameter<RelayFlags>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RelayFlags value)
    {
        value = null!;
        if (!TryRead(argument, out var number))
            return context.Refuse($"bad flags \"{argument}\"", "a number, 0x for hexadecimal: 1 no automatic 100, 4 no DNS fail-over");
        value = new RelayFlags(number);
        return true;
    }

    /// <summary>Reads flags; false when the argument is no number.</summary>
    public static bool TryRead(ScriptArgument argument, out int flags)
    {
        flags = argument.Number;
        if (argument.Kind == ScriptArgumentKind.Number)
            return true;
        var text = argument.ToString().AsSpan();
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out flags)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out flags);
    }
}

/// <summary>The only argument of <c>t_relay_to</c>: flags when it is a number, else a proxy.</summary>
internal sealed class RelayProxyOrFlags : IScriptParameter<RelayProxyOrFlags>, IModuleBoundParameter
{
    /// <summary>The proxy, or null.</summary>
    public RelayProxy? Proxy { get; private init; }

    /// <summary>The flags when there is no proxy.</summary>
    public int Flags { get; private init; }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out RelayProxyOrFlags value)
    {
        value = null!;
        if (RelayFlags.TryRead(argument, out var flags))
        {
            value = new RelayProxyOrFlags { Flags = flags };
            return true;
        }

        if (!RelayProxy.TryConvert(argument, context, out var proxy))
            return false;
        value = new RelayProxyOrFlags { Proxy = proxy };
        return true;
    }

    /// <inheritdoc/>
    public string? Bind(object module) => Proxy?.Bind(module);
}
