using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Core.Routing.Language;

/// <summary>The host of <c>forward</c> and <c>send</c>: a name, an address, or that of the current URI.</summary>
/// <param name="Name">The name or address, IPv6 without brackets; empty for <c>uri:host</c>.</param>
/// <param name="IsFromUri">True for <c>uri:host</c>.</param>
internal sealed record DestinationHost(byte[] Name, bool IsFromUri) : IScriptParameter<DestinationHost>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out DestinationHost value)
    {
        value = null!;
        if (!HostArgument.TryConvert(argument, context, out var host))
            return false;
        value = new DestinationHost(Encoding.UTF8.GetBytes(host.Name), host.IsFromUri);
        return true;
    }
}
