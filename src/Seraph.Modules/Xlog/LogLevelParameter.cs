using Seraph.Core.Diagnostics;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Xlog;

/// <summary>
/// A log level: <c>L_ERR</c> and the like, of which only the third character counts (A C E W N I D), a number, or an attribute or select that has one.
/// Numbers beyond the scale count as its ends.
/// </summary>
internal sealed class LogLevelParameter : IScriptParameter<LogLevelParameter>
{
    private readonly IntParameter _level;

    private LogLevelParameter(IntParameter level) => _level = level;

    /// <summary>The level, of <see cref="SerLogLevel"/>; false when the attribute or select has none.</summary>
    public bool TryGet(ScriptContext context, out int level)
    {
        var found = _level.TryGet(context, out level);
        level = Math.Clamp(level, SerLogLevel.Alert, SerLogLevel.Debug);
        return found;
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out LogLevelParameter value)
    {
        value = null!;
        if (argument.Kind is ScriptArgumentKind.Text or ScriptArgumentKind.Word && argument.Text.Span.StartsWith("L_"u8))
        {
            if (FromLetter(argument.Text.Span) is not { } level)
                return context.Refuse($"unknown log level \"{argument}\"", "L_ALERT, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO or L_DBG");
            value = new LogLevelParameter(new IntParameter(level));
            return true;
        }

        if (!IntParameter.TryConvert(argument, context, out var number))
            return false;
        value = new LogLevelParameter(number);
        return true;
    }

    private static int? FromLetter(ReadOnlySpan<byte> text) => text.Length < 3
        ? null
        : (char)text[2] switch
        {
            'A' => SerLogLevel.Alert,
            'C' => SerLogLevel.Critical,
            'E' => SerLogLevel.Error,
            'W' => SerLogLevel.Warning,
            'N' => SerLogLevel.Notice,
            'I' => SerLogLevel.Information,
            'D' => SerLogLevel.Debug,
            _ => null,
        };
}
