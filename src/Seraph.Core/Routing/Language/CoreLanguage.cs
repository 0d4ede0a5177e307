using Microsoft.Extensions.Logging;
using Seraph.Core.Configuration;
using Seraph.Core.Diagnostics;
using Seraph.Core.Transports;
using Seraph.Script.Symbols;

namespace Seraph.Core.Routing.Language;

/// <summary>Everything that the core offers to scripts.</summary>
public static class CoreLanguage
{
    /// <summary>The symbols of the core; the script's assignments go into <paramref name="options"/>.</summary>
    /// <param name="options">The core's parameters.</param>
    /// <param name="log">Where scripts log.</param>
    /// <param name="loggers">Where the core's commands log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="configuration">What <c>@cfg_get</c> reads; without it there is no such select.</param>
    /// <param name="sockets">Gives the server's sockets once they are known, to check the script with; null when it can't.</param>
    public static SymbolTable CreateSymbols(
        CoreOptions options, ScriptLog log, ILoggerFactory loggers, TimeProvider time, RuntimeConfiguration? configuration = null, Func<SocketTable?>? sockets = null)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        var logger = loggers.CreateLogger("Seraph.Script");
        var symbols = new SymbolTable(typeof(RouteContext), new ScriptHooks())
            .AddParameters(options)
            .Add(typeof(RequestUriCommands))
            .Add(typeof(BranchCommands))
            .Add(typeof(TransportCommands))
            .Add(typeof(SocketCommands), new SocketCommands(sockets ?? (() => null)))
            .Add(typeof(ForwardCommands))
            .Add(typeof(LogCommands), new LogCommands(log, logger))
            .Add(typeof(ExecCommand), new ExecCommand(logger, time))
            .Add(typeof(Operands))
            .Add(typeof(AddressSelects))
            .Add(typeof(BodySelects))
            .Add(typeof(CredentialsSelects))
            .Add(typeof(HeaderSelects))
            .Add(typeof(MessageSelects))
            .Add(typeof(RequestSelects))
            .Add(typeof(SystemSelects))
            .Add(typeof(TransportSelects))
            .Add(typeof(ViaSelects))
            .Add(typeof(NameAddressSubSelects))
            .Add(typeof(UriSubSelects))
            .Add(typeof(Specifiers));
        return configuration is null ? symbols : symbols.Add(typeof(ConfigurationSelects), new ConfigurationSelects(configuration));
    }
}
