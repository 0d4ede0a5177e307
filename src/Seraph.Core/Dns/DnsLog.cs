using DnsClient;
using Microsoft.Extensions.Logging;

namespace Seraph.Core.Dns;

/// <summary>Log messages 1200 to 1299.</summary>
internal static partial class DnsLog
{
    [LoggerMessage(1200, LogLevel.Debug, "name server {Server} gave no answer about {Name} {Type}: {Reason}")]
    public static partial void NoAnswer(ILogger logger, NameServer server, string name, QueryType type, string reason);

    [LoggerMessage(1201, LogLevel.Warning, "{Name} is too long to look for its SRV records")]
    public static partial void SrvSkipped(ILogger logger, string name);

    [LoggerMessage(1202, LogLevel.Warning, "no name server answered about {Name} {Type}")]
    public static partial void Unanswered(ILogger logger, string name, DnsRecordType type);

    [LoggerMessage(1203, LogLevel.Warning, "{Count} resolutions are under way: {Name} is not looked for")]
    public static partial void Busy(ILogger logger, int count, string name);
}
