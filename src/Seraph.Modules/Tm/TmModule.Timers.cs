using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Tm;

/// <content>What holds for one transaction only.</content>
internal sealed partial class TmModule
{
    private static readonly IntParameter Zero = new(0);

    private const int MaxRetransmission = 65535 * 125 / 2; // 16 bits of SER's ticks of 62.5 ms

    [ScriptFunction("t_set_fr", In = Everywhere)]
    public static ScriptResult SetFinalResponse(RouteContext context, IntParameter invite) => SetFinalResponse(context, invite, Zero);

    [ScriptFunction("t_set_fr", In = Everywhere)]
    public static ScriptResult SetFinalResponse(RouteContext context, IntParameter invite, IntParameter other)
    {
        if (!TryGet(context, invite, int.MaxValue, out var inviteTime) || !TryGet(context, other, int.MaxValue, out var otherTime))
            return ScriptResult.False;
        ref var settings = ref Settings(context);
        if (inviteTime != 0)
            settings.FinalResponseInvite = inviteTime;
        if (otherTime != 0)
            settings.FinalResponse = otherTime;
        context.Transaction?.RestartDeadlines();
        return ScriptResult.True;
    }

    [ScriptFunction("t_reset_fr", In = Everywhere)]
    public static ScriptResult ResetFinalResponse(RouteContext context)
    {
        ref var settings = ref Settings(context);
        settings.FinalResponse = settings.FinalResponseInvite = 0;
        context.Transaction?.RestartDeadlines();
        return ScriptResult.True;
    }

    [ScriptFunction("t_set_retr", In = Everywhere)]
    public static ScriptResult SetRetransmission(RouteContext context, IntParameter first, IntParameter longest)
    {
        if (!TryGet(context, first, MaxRetransmission, out var firstTime) || !TryGet(context, longest, MaxRetransmission, out var longestTime))
            return ScriptResult.False;
        ref var settings = ref Settings(context);
        if (firstTime != 0)
            settings.Retransmission1 = firstTime;
        if (longestTime != 0)
            settings.Retransmission2 = longestTime;
        context.Transaction?.ChangeIntervals();
        return ScriptResult.True;
    }

    [ScriptFunction("t_reset_retr", In = Everywhere)]
    public static ScriptResult ResetRetransmission(RouteContext context)
    {
        ref var settings = ref Settings(context);
        settings.Retransmission1 = settings.Retransmission2 = 0;
        context.Transaction?.ChangeIntervals();
        return ScriptResult.True;
    }

    [ScriptFunction("t_set_max_lifetime", In = Everywhere)]
    public static ScriptResult SetMaxLifetime(RouteContext context, IntParameter invite, IntParameter other)
    {
        if (!TryGet(context, invite, int.MaxValue, out var inviteTime) || !TryGet(context, other, int.MaxValue, out var otherTime))
            return ScriptResult.False;
        ref var settings = ref Settings(context);
        if (inviteTime != 0)
            settings.LifetimeInvite = inviteTime;
        if (otherTime != 0)
            settings.LifetimeOther = otherTime;
        if (context.Transaction is { } transaction && (transaction.IsInvite ? inviteTime : otherTime) != 0)
            transaction.RestartLifetime();
        return ScriptResult.True;
    }

    [ScriptFunction("t_reset_max_lifetime", In = Everywhere)]
    public static ScriptResult ResetMaxLifetime(RouteContext context)
    {
        ref var settings = ref Settings(context);
        settings.LifetimeInvite = settings.LifetimeOther = 0;
        context.Transaction?.RestartLifetime();
        return ScriptResult.True;
    }

    [ScriptFunction("t_set_auto_inv_100")]
    public static ScriptResult SetAutoTrying(RouteContext context, IntParameter on)
    {
        if (!on.TryGet(context, out var value))
            return ScriptResult.False;
        Settings(context).AutoTrying = value != 0;
        return ScriptResult.True;
    }

    [ScriptFunction("t_set_disable_6xx", In = Everywhere)]
    public static ScriptResult SetDisable6xx(RouteContext context, IntParameter on)
    {
        if (!on.TryGet(context, out var value))
            return ScriptResult.False;
        Settings(context).Disable6xxBlock = value != 0;
        return ScriptResult.True;
    }

    private static bool TryGet(RouteContext context, IntParameter parameter, int max, out int value) =>
        parameter.TryGet(context, out value) && value >= 0 && value <= max;
}
