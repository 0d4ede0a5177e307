using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Core.Management;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;

namespace Seraph.Modules.Sl;

/// <summary>Replies without a transaction, and absorbs the ACKs that answer them.</summary>
[Module("sl")]
internal sealed class SlModule(SlOptions options, ILogger<SlModule> logger, RoutingCounters counters) : IRequestFilter
{
    private const int FirstRedirection = 300;
    private const int FirstFailure = 400;

    [ScriptFunction("sl_reply", "sl_send_reply")]
    public ScriptResult Reply(RouteContext context, IntParameter code, StringParameter reason)
    {
        if (!code.TryGet(context, out var number))
            number = options.DefaultCode;
        if (reason.TryGet(context, out var phrase))
            return Send(context, number, phrase.Span);

        Span<byte> text = stackalloc byte[256];
        Encoding.UTF8.TryGetBytes(options.DefaultReason, text, out var length);
        return Send(context, number, text[..length]);
    }

    [ScriptFunction("sl_reply_error")]
    public ScriptResult ReplyError(RouteContext context)
    {
        var error = context.LastError == RoutingError.None ? RoutingError.Unspecified : context.LastError;
        var (code, reason) = error.ToReply("SL");
        return Send(context, code, Encoding.ASCII.GetBytes(reason));
    }

    [Rpc("sl.stats", Help = "Returns how many replies without a transaction were sent, by code.")]
    public void Statistics(RpcCall call)
    {
        var structure = call.AddStructure();
        foreach (var (name, count) in counters.SentReplies.Read())
            structure.Add(name, count);
    }

    /// <summary>The ACK of a reply of ours ends here: it carries the tag that the reply had (RFC 3261, 8.2.7).</summary>
    public bool Accept(RouteContext context)
    {
        var message = context.Message;
        return message.Method != SipMethod.Ack
            || message.ToStatus != SipParseStatus.Ok
            || !context.Server.Replies.Tags.Matches(message, message[message.To.Tag]);
    }

    private ScriptResult Send(RouteContext context, int code, ReadOnlySpan<byte> reason)
    {
        if (context.Message.Method == SipMethod.Ack)
        {
            SlLog.ReplyToAck(logger);
            return ScriptResult.False;
        }

        if (code is < 100 or > 699)
        {
            SlLog.BadCode(logger, code);
            return ScriptResult.False;
        }

        if (code is >= FirstRedirection and < FirstFailure && !RedirectContact.TryAdd(context))
            return ScriptResult.False;
        return context.Server.Replies.Send(context, code, reason);
    }
}
