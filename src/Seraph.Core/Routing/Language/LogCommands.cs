using Microsoft.Extensions.Logging;
using Seraph.Core.Diagnostics;
using Seraph.Script;

namespace Seraph.Core.Routing.Language;

/// <summary>The commands that only leave a trace in the log.</summary>
internal sealed class LogCommands(ScriptLog log, ILogger logger)
{
    [ScriptCommand("log", In = Routes.All)]
    public ScriptResult Log(byte[] text) => Log(SerLogLevel.Debug, text);

    [ScriptCommand("log", In = Routes.All)]
    public ScriptResult Log(int level, byte[] text)
    {
        log.Write(level, text);
        return ScriptResult.True;
    }

    [ScriptCommand("error")]
    public ScriptResult Error(string kind, string text)
    {
        LanguageLog.ErrorCommand(logger, kind, text);
        return ScriptResult.True;
    }
}
