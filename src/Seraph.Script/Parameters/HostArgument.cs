using System.Text;

namespace Seraph.Script.Parameters;

/// <summary>The host of <c>forward</c>, <c>send</c> and the like: a name, an address, or the host of the current URI (<c>uri:host</c>).</summary>
/// <param name="Name">The name or address as text without brackets; empty for <c>uri:host</c>.</param>
/// <param name="Address">The address, when the name is one.</param>
/// <param name="IsFromUri">True for <c>uri:host</c>.</param>
public sealed record HostArgument(string Name, IpValue Address, bool IsFromUri) : IScriptParameter<HostArgument>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out HostArgument value)
    {
        value = null!;
        if (argument.Kind == ScriptArgumentKind.UriHost)
        {
            value = new HostArgument("", default, true);
            return true;
        }

        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Word or ScriptArgumentKind.Address) || argument.Text.IsEmpty)
            return context.Refuse("ip address or hostname expected", "an address, a name, a quoted string or uri:host");

        _ = IpValue.TryParse(argument.Text.Span, out var address);
        value = new HostArgument(Encoding.UTF8.GetString(argument.Text.Span).Trim('[', ']'), address, false);
        return true;
    }
}

/// <summary>The port of <c>forward</c> and the like: a number, or the port of the current URI (<c>uri:port</c>).</summary>
/// <param name="Port">0 to 65535; 0 for <c>uri:port</c>.</param>
/// <param name="IsFromUri">True for <c>uri:port</c>.</param>
public sealed record PortArgument(int Port, bool IsFromUri) : IScriptParameter<PortArgument>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out PortArgument value)
    {
        value = null!;
        if (argument.Kind == ScriptArgumentKind.UriPort)
        {
            value = new PortArgument(0, true);
            return true;
        }

        var port = argument.Number;
        if (argument.Kind != ScriptArgumentKind.Number && !(argument.Kind == ScriptArgumentKind.Text && Numbers.TryParse(argument.Text.Span, out port)))
            return context.Refuse("port number expected", "a number or uri:port");

        if (port is < 0 or > ushort.MaxValue)
            return context.Refuse($"bad port number {port}, 0 to 65535 expected");

        value = new PortArgument(port, false);
        return true;
    }
}

/// <summary>A socket, <c>[proto:]addr[:port]</c>, quoted or not.</summary>
/// <param name="Protocol"><c>udp</c>, <c>tcp</c>, <c>tls</c>, <c>sctp</c> in lower case, or null for any.</param>
/// <param name="Host">The name or address as text without brackets.</param>
/// <param name="Address">The address, when the host is one.</param>
/// <param name="Port">The port, 0 when none is given.</param>
public sealed record SocketArgument(string? Protocol, string Host, IpValue Address, int Port) : IScriptParameter<SocketArgument>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out SocketArgument value)
    {
        value = argument.Socket!;
        if (value is not null)
            return true;

        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Word or ScriptArgumentKind.Address))
            return context.Refuse("socket expected", "write it like udp:10.0.0.1:5060");

        return TryParse(Encoding.UTF8.GetString(argument.Text.Span), out value) || context.Refuse($"bad socket \"{argument}\"", "write it like udp:10.0.0.1:5060");
    }

    /// <summary>Reads <c>[proto:]addr[:port]</c>; an IPv6 address with a port needs brackets.</summary>
    public static bool TryParse(string text, out SocketArgument socket)
    {
        socket = null!;
        string? protocol = null;
        var host = text.AsSpan().Trim();
        var colon = host.IndexOf(':');
        if (colon > 0 && host[..colon].ToString().ToLowerInvariant() is "udp" or "tcp" or "tls" or "sctp")
        {
            protocol = host[..colon].ToString().ToLowerInvariant();
            host = host[(colon + 1)..];
        }
        else if (host.StartsWith("*:"))
        {
            host = host[2..];
        }

        var port = 0;
        var last = host.LastIndexOf(':');
        var isBareV6 = host.Count(':') > 1 && !host.Contains(']');
        if (last > host.LastIndexOf(']') && !isBareV6)
        {
            var digits = host[(last + 1)..];
            if (!digits.SequenceEqual("*") && (!int.TryParse(digits, System.Globalization.NumberStyles.None, null, out port) || port > ushort.MaxValue))
                return false;

            host = host[..last];
        }

        _ = IpValue.TryParse(Encoding.UTF8.GetBytes(host.ToString()), out var address);
        var name = host.Trim("[]").ToString();
        socket = new SocketArgument(protocol, name, address, port);
        return name.Length > 0 && !name.Contains(' ');
    }
}
