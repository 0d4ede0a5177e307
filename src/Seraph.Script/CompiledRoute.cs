using Seraph.Script.Diagnostics;

namespace Seraph.Script;

/// <summary>The code of a route block: runs with a context and returns the value of the block.</summary>
internal delegate int RouteBody(ScriptContext context);

/// <summary>How a block ended.</summary>
/// <param name="Code">Its value: below 0 is an error, 0 the script was ended by <c>exit</c>, <c>drop</c>, <c>return 0</c> or a function.</param>
/// <param name="Dropped">
/// The block wants the message dropped. By the rules of 2.1 that is any value of 0 (in <c>onreply_route</c> also a negative one), by those of 3.0 only
/// <c>drop</c>; in <c>onsend_route</c> any 0 drops except by Kamailio's rules.
/// </param>
public readonly record struct RouteOutcome(int Code, bool Dropped);

/// <summary>A compiled route block.</summary>
public sealed class CompiledRoute
{
    /// <summary>The name of unnamed blocks.</summary>
    public const string MainName = "0";

    internal CompiledRoute(RouteBlockKind kind, string name, ScriptRules rules, SourceLocation location)
    {
        Kind = kind;
        Name = name;
        Rules = rules;
        Location = location;
    }

    /// <summary>The kind.</summary>
    public RouteBlockKind Kind { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Where the block begins.</summary>
    public SourceLocation Location { get; }

    /// <summary>The code; set when the block is compiled, before anything can run.</summary>
    internal RouteBody? Body { get; set; }

    private ScriptRules Rules { get; }

    /// <summary>Runs the block as the server does: <c>$?</c> starts at 0, and <c>exit</c> ends this run only, even inside of another.</summary>
    public RouteOutcome Run(ScriptContext context)
    {
        var outer = (context.ReturnCode, context.Block, context.Exited, context.Dropped, context.ExitCode);
        context.ReturnCode = 0;
        context.Block = Kind;
        context.Exited = false;
        context.Dropped = false;
        context.ExitCode = 0;
        var code = Enter(context, Location);
        if (context.Exited)
            code = context.ExitCode;

        var isDropped = IsDropped(code, context.Dropped);
        (context.ReturnCode, context.Block, context.Exited, context.Dropped, context.ExitCode) = outer;
        return new RouteOutcome(code, isDropped);
    }

    /// <summary>Runs the block as <c>route(name)</c> does: it sees the caller's <c>$?</c>, leaves its value there, and <c>exit</c> ends the caller too.</summary>
    /// <returns>The value of the block; 0 when the script is ended.</returns>
    public int Call(ScriptContext context) => Call(context, Location);

    internal int Call(ScriptContext context, SourceLocation caller)
    {
        var code = Enter(context, caller);
        if (context.Exited)
            return 0;

        context.ReturnCode = code;
        return code;
    }

    private bool IsDropped(int code, bool wasDrop) => (Rules, Kind) switch
    {
        (ScriptRules.Classic, RouteBlockKind.Reply) => code <= 0,
        (ScriptRules.Classic, _) or (ScriptRules.Modern, RouteBlockKind.OnSend) => code == 0,
        _ => wasDrop,
    };

    private int Enter(ScriptContext context, SourceLocation caller)
    {
        if (context.Depth >= ScriptContext.MaxDepth)
        {
            context.Report(ScriptFault.TooDeep, caller);
            return -1;
        }

        context.Depth++;
        try
        {
            return Body!(context);
        }
        finally
        {
            context.Depth--;
        }
    }
}
