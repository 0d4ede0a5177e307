using Seraph.Core.Routing;
using Seraph.Core.Transactions;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Tm;

/// <content>Questions about the transaction.</content>
internal sealed partial class TmModule
{
    private const Routes Everywhere = Routes.Request | Routes.Failure | Routes.Reply | Routes.Branch;

    [ScriptFunction("t_check_status", In = Routes.Request | Routes.Failure | Routes.Reply)]
    public ScriptResult CheckStatus(RouteContext context, StatusPattern pattern)
    {
        if (!HasTransaction(context))
            return ScriptResult.False;
        var transaction = context.Transaction!;
        var code = context.Block switch
        {
            RouteBlockKind.Reply => context.Message.StatusCode,
            RouteBlockKind.Failure => transaction.Branch(context.PickedBranch).LastStatus,
            _ => transaction.LastStatus,
        };
        Span<byte> text = stackalloc byte[11];
        code.TryFormat(text, out var length);
        return pattern.IsMatch(context, text[..length]);
    }

    [ScriptFunction("t_branch_timeout", In = Routes.Failure)]
    public ScriptResult BranchTimeout(RouteContext context) =>
        HasTransaction(context) && context.Transaction!.Branch(context.PickedBranch).HasTimedOut;

    [ScriptFunction("t_branch_replied", In = Routes.Failure)]
    public ScriptResult BranchReplied(RouteContext context) =>
        HasTransaction(context) && context.Transaction!.Branch(context.PickedBranch).HasReplied;

    [ScriptFunction("t_any_timeout", In = Everywhere)]
    public ScriptResult AnyTimeout(RouteContext context) => HasTransaction(context) && Any(context, static (b, _) => b.HasTimedOut, 0);

    [ScriptFunction("t_any_replied", In = Everywhere)]
    public ScriptResult AnyReplied(RouteContext context) => HasTransaction(context) && Any(context, static (b, _) => b.HasReplied, 0);

    [ScriptFunction("t_grep_status", In = Everywhere)]
    public ScriptResult GrepStatus(RouteContext context, IntParameter code) =>
        HasTransaction(context) && code.TryGet(context, out var number) && Any(context, static (b, c) => b.HasReplied && b.LastStatus == c, number);

    [ScriptFunction("t_is_canceled", In = Everywhere)]
    public ScriptResult IsCanceled(RouteContext context) => HasTransaction(context) && context.Transaction!.IsCanceled;

    [ScriptFunction("t_is_expired", In = Everywhere)]
    public ScriptResult IsExpired(RouteContext context) => HasTransaction(context) && context.Transaction!.IsExpired;

    private static bool Any(RouteContext context, Func<ClientTransaction, int, bool> accepts, int argument)
    {
        var transaction = context.Transaction!;
        for (var i = 0; i < transaction.BranchCount; i++)
        {
            if (accepts(transaction.Branch(i), argument))
                return true;
        }

        return false;
    }
}

/// <summary>A regular expression that is a constant, or read at every call from an attribute or select.</summary>
internal sealed class StatusPattern : IScriptParameter<StatusPattern>
{
    private readonly PosixRegex? _constant;
    private readonly StringParameter _source;

    private StatusPattern(StringParameter source, PosixRegex? constant)
    {
        _source = source;
        _constant = constant;
    }

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out StatusPattern value)
    {
        value = null!;
        if (!StringParameter.TryConvert(argument, context, out var source))
            return false;
        PosixRegex? constant = null;
        if (source.IsConstant && !PosixRegex.TryCompile(source.Constant.Span, PosixRegexOptions.IgnoreCase, out constant, out var error))
            return context.Refuse($"bad regular expression \"{argument}\": {error}");
        value = new StatusPattern(source, constant);
        return true;
    }

    /// <summary>Whether the expression matches; not when there is none, or it is wrong.</summary>
    public bool IsMatch(ScriptContext context, ReadOnlySpan<byte> text)
    {
        if (_constant is not null)
            return _constant.IsMatch(text);
        return _source.TryGet(context, out var pattern)
            && PosixRegex.TryCompile(pattern.Span, PosixRegexOptions.IgnoreCase, out var regex, out _)
            && regex!.IsMatch(text);
    }
}
