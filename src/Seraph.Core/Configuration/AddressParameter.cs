using System.Net;
using System.Net.Sockets;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Core.Configuration;

/// <summary>An IPv4 address as the value of a parameter.</summary>
/// <param name="Address">The address.</param>
public sealed record IPv4Parameter(IPAddress Address) : IScriptParameter<IPv4Parameter>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out IPv4Parameter value)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = AddressParameter.Parse(argument, AddressFamily.InterNetwork);
        value = address is null ? null! : new IPv4Parameter(address);
        return address is not null || context.Refuse("IPv4 address expected");
    }
}

/// <summary>An IPv6 address, with or without brackets, as the value of a parameter.</summary>
/// <param name="Address">The address.</param>
public sealed record IPv6Parameter(IPAddress Address) : IScriptParameter<IPv6Parameter>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out IPv6Parameter value)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = AddressParameter.Parse(argument, AddressFamily.InterNetworkV6);
        value = address is null ? null! : new IPv6Parameter(address);
        return address is not null || context.Refuse("IPv6 address expected");
    }
}

internal static class AddressParameter
{
    public static IPAddress? Parse(ScriptArgument argument, AddressFamily family) =>
        argument.Kind is ScriptArgumentKind.Address or ScriptArgumentKind.Text
        && IpValue.TryParse(argument.Text.Span, out var value) && value.ToAddress() is var address && address.AddressFamily == family
            ? address
            : null;
}
