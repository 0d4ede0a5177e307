using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Headers;

namespace Seraph.Core.Routing.Language;

/// <summary>A q value as a constant of the script: 0 to 1 with at most three decimals.</summary>
/// <param name="Thousandths">0 to 1000.</param>
internal sealed record QArgument(int Thousandths) : IScriptParameter<QArgument>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out QArgument value)
    {
        var status = QValue.TryParse(argument.Text.Span, out var thousandths);
        value = new QArgument(thousandths);
        return status == SipParseStatus.Ok || context.Refuse($"bad q value \"{argument}\"", "0 to 1 with at most three decimals, like \"0.5\"");
    }
}
