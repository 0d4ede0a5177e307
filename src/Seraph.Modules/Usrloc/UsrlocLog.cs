using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Location;

namespace Seraph.Modules.Usrloc;

/// <summary>Log messages 5000 to 5099.</summary>
internal static partial class UsrlocLog
{
    [LoggerMessage(5000, LogLevel.Information, "{Table}: {Bindings} bindings of {Users} users loaded from {Database}")]
    public static partial void Loaded(ILogger logger, string table, int bindings, int users, string database);

    [LoggerMessage(5001, LogLevel.Error, "{Table}: {Rows} rows without uid or contact were left out")]
    public static partial void IncompleteRows(ILogger logger, string table, int rows);

    [LoggerMessage(5003, LogLevel.Error, "{Table}: bindings of {User} could not be written: {Reason}")]
    public static partial void WriteFailed(ILogger logger, string table, string user, string reason);

    [LoggerMessage(5002, LogLevel.Error, "{Table}: changes could not be written, they are kept for the next run of the timer: {Reason}")]
    public static partial void WriteBackFailed(ILogger logger, string table, string reason);

    [LoggerMessage(5004, LogLevel.Information, "{Table}: created in {Database}")]
    public static partial void TableCreated(ILogger logger, string table, string database);

    /// <summary>The user's bindings could not be written.</summary>
    public static void WriteFailed(ILogger logger, string table, ReadOnlySpan<byte> uid, Exception error) =>
        WriteFailed(logger, table, Encoding.UTF8.GetString(uid), error.Message);
}
