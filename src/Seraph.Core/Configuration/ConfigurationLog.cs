using Microsoft.Extensions.Logging;
using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <summary>Log messages 1300 to 1399.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(1300, LogLevel.Information, "{Group}.{Name} is now {Value}")]
    public static partial void Changed(ILogger logger, string group, string name, ScriptValue value);

    [LoggerMessage(1301, LogLevel.Error, "BUG: a change in group {Group} is in force, but not everybody took it in")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string group);
}
