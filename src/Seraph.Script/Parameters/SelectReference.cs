using System.Text;

namespace Seraph.Script.Parameters;

/// <summary>Evaluates a select, an operand or a specifier.</summary>
public delegate SelectResult SelectReader(ScriptContext context);

/// <summary>A select, <c>@path</c>, found when the script was loaded.</summary>
public sealed class SelectReference : IScriptParameter<SelectReference>
{
    private readonly string _path;

    internal SelectReference(string path) => _path = path;

    /// <summary>A select given by code.</summary>
    public SelectReference(string path, SelectReader reader)
        : this(path) => Reader = reader;

    /// <summary>Set when the expression is compiled, before the script runs.</summary>
    internal SelectReader? Reader { get; set; }

    /// <summary>The value for the message of the context.</summary>
    public SelectResult Evaluate(ScriptContext context) => Reader!(context);

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out SelectReference value)
    {
        value = null!;
        if (argument.Kind is not (ScriptArgumentKind.Text or ScriptArgumentKind.Select))
            return context.Refuse("select expected", "write it like \"@from.uri\"");

        if (!context.TryResolveSelect(argument.Text, out var select))
            return false;

        value = select;
        return true;
    }

    /// <summary>The path as written.</summary>
    public override string ToString() => _path;

    internal static string PathOf(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
