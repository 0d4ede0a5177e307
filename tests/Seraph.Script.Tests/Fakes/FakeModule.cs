using System.Buffers;
using System.Text;
using Seraph.Script.Formatting;
using Seraph.Script.Parameters;

namespace Seraph.Script.Tests.Fakes;

/// <summary>A module with functions for the tests, on an instance.</summary>
internal sealed class FakeModule(FakeModuleOptions options)
{
    public FakeModuleOptions Options { get; } = options;

    public int Calls { get; private set; }

    /// <summary>Returns its argument.</summary>
    [ScriptFunction("ret", In = Routes.All)]
    public ScriptResult Return(FakeContext context, int code)
    {
        Calls++;
        context.Log.Add($"ret{code}");
        return new ScriptResult(code);
    }

    [ScriptFunction("yes_", In = Routes.Any)]
    public static bool Yes() => true;

    [ScriptFunction("no_", In = Routes.Any)]
    private static bool No() => false;

    /// <summary>Counts without allocating.</summary>
    [ScriptFunction("count", In = Routes.Any)]
    public int Count(FakeContext context, byte[] text, int number)
    {
        ArgumentNullException.ThrowIfNull(context);
        Calls++;
        return text.Length + number;
    }

    [ScriptFunction("request_only", In = Routes.Request)]
    public static bool RequestOnly() => true;

    [ScriptFunction("failure_only", In = Routes.Failure | Routes.Branch)]
    public static bool FailureOnly() => true;

    [ScriptFunction("say", In = Routes.Any)]
    public static ScriptResult Say(FakeContext context, StringParameter text)
    {
        if (!text.TryGet(context, out var value))
            return false;

        context.Log.Add(Encoding.UTF8.GetString(value.Span));
        return true;
    }

    [ScriptFunction("say_number", In = Routes.Any)]
    public static ScriptResult SayNumber(FakeContext context, IntParameter number)
    {
        if (!number.TryGet(context, out var value))
            return false;

        context.Log.Add($"#{value}");
        return true;
    }

    [ScriptFunction("xlog", In = Routes.Any)]
    public static ScriptResult Log(FakeContext context, Format format)
    {
        if (!format.TryExpand(context, 100, out var text))
            return false;

        context.Log.Add(Encoding.UTF8.GetString(text.Span));
        return true;
    }

    [ScriptFunction("match", In = Routes.Any)]
    public static bool Match(FakeContext context, PosixRegex regex) => regex.IsMatch(context.Uri);

    [ScriptFunction("subst", In = Routes.Any)]
    public static bool Substitute(FakeContext context, Substitution substitution)
    {
        var writer = new ArrayBufferWriter<byte>();
        if (!substitution.TryApply(context, context.Uri, writer))
            return false;

        context.Uri = writer.WrittenSpan.ToArray();
        return true;
    }

    [ScriptFunction("t_on_failure", In = Routes.Any)]
    public static ScriptResult OnFailure(FakeContext context, [Block(RouteBlockKind.Failure)] RouteReference route)
    {
        context.Log.Add(route.Route is { } found ? $"{found.Kind}:{found.Name}" : "none");
        return true;
    }

    /// <summary>Calls a route as <c>route(name)</c> does.</summary>
    [ScriptFunction("call", In = Routes.Any)]
    public static ScriptResult Call(FakeContext context, RouteReference route) => new(route.Route!.Call(context));

    /// <summary>Runs a branch route of its own, as tm does while it relays.</summary>
    [ScriptFunction("branch", In = Routes.Any)]
    public static ScriptResult Branch(FakeContext context, [Block(RouteBlockKind.Branch)] RouteReference route)
    {
        var outcome = route.Route!.Run(context);
        context.Log.Add($"branch={outcome.Code}/{outcome.Dropped}");
        return true;
    }

    [ScriptFunction("table", In = Routes.Any)]
    public ScriptResult Table(FakeContext context, FakeTable table)
    {
        context.Log.Add($"{table.Name}:{ReferenceEquals(table.Module, this)}");
        return true;
    }

    [ScriptFunction("save", In = Routes.Any)]
    public static ScriptResult Save(FlagReference flag, FakeFacility facility) => new(flag.Position + ((int)facility * 100));

    [Select("fake.calls")]
    public SelectResult SelectCalls(FakeContext context) => context.Scratch.Number(Calls);

    /// <summary>Hides the core's select of the same name.</summary>
    [Select("to.tag")]
    public static SelectResult ToTag() => "from-module"u8.ToArray();
}
