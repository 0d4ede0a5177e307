using Microsoft.Extensions.Logging;

namespace Seraph.Modules.Print;

internal static partial class PrintLog
{
    [LoggerMessage(3501, LogLevel.Information, "string_param is {Text}, str_param is {CountedText}, int_param is {Number}")]
    public static partial void Parameters(ILogger logger, string? text, string? countedText, int number);
}
