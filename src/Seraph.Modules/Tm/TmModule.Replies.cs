using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Tm;

/// <content>Replies of the script.</content>
internal sealed partial class TmModule
{
    [ScriptFunction("t_reply", In = Routes.Request | Routes.Failure)]
    public ScriptResult Reply(RouteContext context, IntParameter code, StringParameter reason)
    {
        if (!HasTransaction(context))
            return ScriptResult.False;
        if (!code.TryGet(context, out var number) || number is < 100 or > 699)
            number = options.DefaultCode;
        if (!reason.TryGet(context, out var text))
            text = options.DefaultReasonText;
        return layer.Reply(context, number, text.Span);
    }
}
