using System.Text;
using Seraph.Core.Modularity;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Formatting;
using Seraph.Script.Parameters;

namespace Seraph.Testing.Scripts;

/// <summary>Lets a script tell its test what it sees.</summary>
[Module("probe")]
public sealed class ProbeModule
{
    private readonly List<string> _seen = [];

    /// <summary>What was seen, in order. A select is its text, <c>&lt;null&gt;</c> or <c>&lt;error&gt;</c>.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Called by <c>probe_context()</c>.</summary>
    public Action<RouteContext>? OnContext { get; set; }

    /// <summary>Forgets what was seen.</summary>
    public void Clear() => _seen.Clear();

    [ScriptFunction("probe", In = Routes.All)]
    public ScriptResult Select(RouteContext context, SelectReference select)
    {
        _seen.Add(select.Evaluate(context).ToString());
        return ScriptResult.True;
    }

    [ScriptFunction("probe_format", In = Routes.All)]
    public ScriptResult ExpandFormat(RouteContext context, Format format)
    {
        _seen.Add(format.TryExpand(context, 65536, out var text) ? Encoding.UTF8.GetString(text.Span) : "<overflow>");
        return ScriptResult.True;
    }

    [ScriptFunction("probe_text", In = Routes.All)]
    public ScriptResult Note(string text)
    {
        _seen.Add(text);
        return ScriptResult.True;
    }

    [ScriptFunction("probe_code", In = Routes.All)]
    public ScriptResult NoteCode(RouteContext context)
    {
        _seen.Add(context.ReturnCode.ToString());
        return ScriptResult.True;
    }

    [ScriptFunction("probe_context", In = Routes.All)]
    public ScriptResult ShowContext(RouteContext context)
    {
        OnContext?.Invoke(context);
        return ScriptResult.True;
    }
}
