using Microsoft.Extensions.Logging;

namespace Seraph.Core.Management;

internal static partial class ManagementLog
{
    [LoggerMessage(2501, LogLevel.Error, "RPC command {Command} failed")]
    public static partial void CommandFailed(ILogger logger, string command, Exception error);
}
