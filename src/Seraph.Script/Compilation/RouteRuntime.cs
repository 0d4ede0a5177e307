using Seraph.Script.Diagnostics;

namespace Seraph.Script.Compilation;

/// <summary>What compiled code calls to end the script.</summary>
internal static class RouteRuntime
{
    /// <summary>A function returned 0. When it ran a route that ended the script, the mark of that route stays.</summary>
    public static void Stop(ScriptContext context)
    {
        if (context.Exited)
            return;

        context.Exited = true;
        context.ExitCode = 0;
    }

    /// <summary><c>exit</c> and <c>drop</c>.</summary>
    public static void Exit(ScriptContext context, int code, bool isDrop)
    {
        context.Exited = true;
        context.ExitCode = code;
        context.Dropped |= isDrop;
    }

    public static void Report(ScriptContext context, ScriptFault fault, SourceLocation location) => context.Report(fault, location);
}
