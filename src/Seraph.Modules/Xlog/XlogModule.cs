using Microsoft.Extensions.Logging;
using Seraph.Core.Diagnostics;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Formatting;

namespace Seraph.Modules.Xlog;

/// <summary>Writes log lines with data of the message.</summary>
[Module("xlog")]
internal sealed class XlogModule(XlogOptions options, ScriptLog log, ILogger<XlogModule> logger)
{
    [ScriptFunction("xlog", In = Routes.Any)]
    public ScriptResult Log(RouteContext context, LogLevelParameter level, Format format) =>
        level.TryGet(context, out var number) && Write(context, number, format);

    [ScriptFunction("xlog", In = Routes.Any)]
    public ScriptResult Log(RouteContext context, Format format) => Write(context, SerLogLevel.Error, format);

    [ScriptFunction("xdbg", In = Routes.Any)]
    public ScriptResult Debug(RouteContext context, Format format) => Write(context, SerLogLevel.Debug, format);

    private bool Write(RouteContext context, int level, Format format)
    {
        if (!log.IsEnabled(level))
            return true; // nothing is expanded for nobody
        if (!format.TryExpand(context, options.MaxLength, out var text))
        {
            XlogLog.TooLong(logger, options.MaxLength);
            return false;
        }

        log.Write(level, text.Span, format.HasColors);
        return true;
    }
}
