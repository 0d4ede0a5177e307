using Seraph.Core.Modularity;
using Seraph.Core.Transports;
using Seraph.Sip;

namespace Seraph.Core.Routing;

/// <summary>
/// Takes every message through the server: parse and check, filters, transaction matching, script, what the script left open
/// (spec core-subsystems.md, 7). Bad input ends here as an answer, a counter and a rate-limited log line, never as an exception.
/// </summary>
public sealed class Receiver : IMessageHandler
{
    private readonly SipServer _server;

    internal Receiver(SipServer server) => _server = server;

    /// <inheritdoc/>
    public bool Handle(byte[] buffer, int offset, int length, in ReceiveInfo from)
    {
        var context = _server.RentContext(from);
        try
        {
            var status = context.Message.Parse(buffer, offset, length);
            if (status != SipParseStatus.Ok)
                return Refuse(context, status);
            return context.Message.IsRequest ? HandleRequest(context) : HandleReply(context);
        }
        catch (BlockingLimitException)
        {
            _server.Counters.TooManyBlocked.Increment();
            RoutingLog.TooManyBlocked(_server.Logger, context);
            AnswerOverload(context);
            return true;
        }
#pragma warning disable CA1031 // The boundary of one message: a bug in one call must not end the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _server.Counters.Failures.Increment();
            RoutingLog.MessageFailed(_server.Logger, context, exception);
            AnswerFailure(context);
            return true;
        }
        finally
        {
            _server.ReturnContext(context);
        }
    }

    private bool HandleRequest(RouteContext context)
    {
        var message = context.Message;
        _server.Counters.CountRequest(message.Method);
        var status = message.Validate();
        if (status != SipParseStatus.Ok)
            return Refuse(context, status);
        if (message.HasHeader(HeaderKind.ProxyRequire) && message.Method is not (SipMethod.Ack or SipMethod.Cancel))
            return RefuseExtensions(context);

        if (context.Source.Connection != 0)
            AcceptAlias(context);
        if (_server.Options.ForceRport)
            context.ForceRport = true;

        var program = context.Program;
        foreach (var filter in program.RequestFilters)
        {
            if (!filter.Accept(context))
                return true;
        }

        var outcome = program.RequestRoute?.Run(context) ?? default;
        foreach (var end in program.RequestEnds)
            end.AfterScript(context);

        if (outcome.Code >= 0)
            return true;
        RoutingLog.ScriptError(_server.Logger, context, outcome.Code);
        return false;
    }

    private bool HandleReply(RouteContext context)
    {
        var message = context.Message;
        _server.Counters.CountReply(message.StatusCode);
        var status = message.Validate();
        if (status != SipParseStatus.Ok)
            return Refuse(context, status);

        var program = context.Program;
        if (program.ReplyRoute is { } route && route.Run(context).Dropped)
            return true;

        foreach (var handler in program.ReplyHandlers)
        {
            if (handler.Handle(context))
                return true;
        }

        _server.Forwarder.ForwardReply(context);
        return true;
    }

    /// <summary>Answers a request that can't be handled, when it says enough of itself to be answered, and drops it.</summary>
    private bool Refuse(RouteContext context, SipParseStatus status)
    {
        var message = context.Message;
        if (status is SipParseStatus.Empty)
            return true;
        _server.Counters.Malformed.Increment();
        RoutingLog.Malformed(_server.Logger, context, status);
        var answer = status.Reply();
        if (message.IsRequest && message.Method != SipMethod.Ack && !answer.IsDrop && message.TopViaStatus == SipParseStatus.Ok)
            _server.Replies.Send(context, answer.Code, answer.Reason);

        // A stream that carries nonsense can't be trusted to be in step (spec core-subsystems.md, 4.2); a sound frame with a bad header can.
        return message.Status == SipParseStatus.Ok;
    }

    /// <summary>We support no option that a proxy could be required to have: 420 with what is not supported (RFC 3261, 16.3 step 5).</summary>
    private bool RefuseExtensions(RouteContext context)
    {
        var message = context.Message;
        for (var i = message.FirstHeader(HeaderKind.ProxyRequire); i >= 0; i = message.NextHeader(i))
        {
            context.TryAddReplyHeaders("Unsupported: "u8);
            context.TryAddReplyHeaders(message[message.Headers[i].Body]);
            context.TryAddReplyHeaders("\r\n"u8);
        }

        _server.Replies.Send(context, 420, "Bad Extension"u8);
        return true;
    }

    private void AcceptAlias(RouteContext context)
    {
        if (!_server.Options.TcpAcceptAliases)
            return;
        ref readonly var via = ref context.Message.TopVia;
        if (via.Alias.Exists)
            _server.Transport(context.Source.Protocol)?.TryAddAlias(context.Source.Connection, via.Port == 0 ? context.Source.Protocol.DefaultPort() : via.Port);
    }

    private void AnswerOverload(RouteContext context)
    {
        if (!CanAnswer(context))
            return;
        context.ClearReplyHeaders();
        context.TryAddReplyHeaders("Retry-After: 5\r\n"u8);
        Answer(context, 503, "Service Unavailable"u8);
    }

    private void AnswerFailure(RouteContext context)
    {
        if (!CanAnswer(context))
            return;
        context.ClearReplyHeaders();
        Answer(context, 500, "Server Internal Error"u8);
    }

    private void Answer(RouteContext context, int code, ReadOnlySpan<byte> reason)
    {
        if (context.OwnsTransaction)
            _server.Transactions.Reply(context, code, reason); // ends what has been forwarded already
        else
            _server.Replies.Send(context, code, reason);
    }

    private static bool CanAnswer(RouteContext context) =>
        context.Message is { IsRequest: true, Status: SipParseStatus.Ok } message && message.Method != SipMethod.Ack && message.TopViaStatus == SipParseStatus.Ok;
}
