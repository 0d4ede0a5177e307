using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;
using Seraph.Sip;

namespace Seraph.Modules.MaxForwards;

/// <summary>Stops forwarding loops by counting Max-Forwards down (RFC 3261, 16.3 step 3 and 16.6 step 3).</summary>
[Module("maxfwd")]
internal sealed class MaxForwardsModule(MaxForwardsOptions options, ILogger<MaxForwardsModule> logger)
{
    private const int Highest = 255;

    [ScriptFunction("maxfwd_process", "mf_process_maxfwd_header", "process_maxfwd")]
    public ScriptResult Process(RouteContext context, IntParameter initial)
    {
        var message = context.Message;
        switch (message.MaxForwardsStatus)
        {
            case SipParseStatus.Missing:
                return initial.TryGet(context, out var value) ? Add(context, value) : ScriptResult.False;
            case SipParseStatus.Ok when message.MaxForwards == 0:
                MaxForwardsLog.NoHopsLeft(logger, message);
                return ScriptResult.False;
            case SipParseStatus.Ok:
                var limit = options.MaxLimit;
                return TryWrite(context, limit != 0 && message.MaxForwards > limit ? limit : message.MaxForwards - 1);
            default:
                return ScriptResult.True; // what can't be read is not ours to judge
        }
    }

    [ScriptFunction("maxfwd_at_least", "mf_lowlimit")]
    public static ScriptResult IsAtLeast(RouteContext context, IntParameter lowest)
    {
        var message = context.Message;
        return message.MaxForwardsStatus switch
        {
            SipParseStatus.Missing => ScriptResult.True,
            SipParseStatus.Ok => lowest.TryGet(context, out var limit) && message.MaxForwards >= limit,
            _ => ScriptResult.False,
        };
    }

    private ScriptResult Add(RouteContext context, int value)
    {
        if (value is < 0 or > Highest || (options.MaxLimit != 0 && value > options.MaxLimit))
            return ScriptResult.False;
        if (value == 0)
            return ScriptResult.Stop;

        Span<byte> line = stackalloc byte[32];
        "Max-Forwards: "u8.CopyTo(line);
        value.TryFormat(line[14..], out var digits);
        "\r\n"u8.CopyTo(line[(14 + digits)..]);
        line = line[..(16 + digits)];
        var position = context.Message.HeaderArea.Start;
        return context.Edits.Contains(position, line) || context.Edits.TryInsert(position, line); // the script may call it twice
    }

    /// <summary>Writes the number over the old one, blanks in front of it, so that the message keeps its length.</summary>
    private static bool TryWrite(RouteContext context, int value)
    {
        var body = context.Message.HeaderBody(HeaderKind.MaxForwards);
        Span<byte> digits = stackalloc byte[3];
        value.TryFormat(digits, out var count);
        digits = digits[..count];
        if (body.Length > 16)
            return context.Edits.TryReplace(body, digits);

        Span<byte> padded = stackalloc byte[16];
        padded = padded[..Math.Max(body.Length, count)];
        padded.Fill((byte)' ');
        digits.CopyTo(padded[^count..]);
        return context.Edits.TryReplace(body, padded);
    }
}
