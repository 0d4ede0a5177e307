using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;
using Seraph.Sip.Sdp;

namespace Seraph.Core.Routing.Language;

/// <summary>Selects of the body and the session description in it (spec core-selects.md, 2.3).</summary>
internal static class BodySelects
{
    [Select("msg.body")]
    [Select("msg.content")]
    [Select("message.body")]
    [Select("message.content")]
    public static SelectResult Body(RouteContext context) => context.Message.Body.Of(context.Message.Memory);

    [Select("msg.body.sdp")]
    [Select("msg.content.sdp")]
    [Select("message.body.sdp")]
    [Select("message.content.sdp")]
    public static SelectResult Sdp(RouteContext context) =>
        MessageBody.TryFindSdp(context.Message, out var description) == SipParseStatus.Ok ? description.Of(context.Message.Memory) : SelectResult.Error;

    [Select("msg.body.sdp.line.*")]
    [Select("msg.content.sdp.line.*")]
    [Select("message.body.sdp.line.*")]
    [Select("message.content.sdp.line.*")]
    public static SelectResult SdpLine(RouteContext context, SdpLineType type)
    {
        var message = context.Message;
        if (MessageBody.TryFindSdp(message, out var description) != SipParseStatus.Ok
            || !SdpReader.TryFind(message.Bytes, description, type.Letter, out var line))
            return SelectResult.Error;
        return line.Value.Of(message.Memory);
    }
}

/// <summary>The type of a line of a session description, <c>m</c> or <c>m=</c>.</summary>
/// <param name="Letter">The letter.</param>
internal sealed record SdpLineType(byte Letter) : IScriptParameter<SdpLineType>
{
    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out SdpLineType value)
    {
        var text = argument.Text.Span;
        value = new SdpLineType(text.IsEmpty ? (byte)0 : text[0]);
        return text.Length == 1 || (text.Length == 2 && text[1] == '=')
            || context.Refuse($"bad type of SDP line \"{argument}\"", "one letter, like \"m\"");
    }
}
