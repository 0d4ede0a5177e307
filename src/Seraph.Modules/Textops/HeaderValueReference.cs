using System.Buffers;
using System.Buffers.Text;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Textops;

/// <summary>What an argument that names values of a header may have.</summary>
[Flags]
internal enum HeaderValueForms
{
    /// <summary>The header's name alone.</summary>
    None = 0,

    /// <summary>An index, <c>Name[2]</c>.</summary>
    Index = 1,

    /// <summary>A parameter, <c>Name.tag</c>.</summary>
    Parameter = 2,

    /// <summary>All values, <c>Name[*]</c>.</summary>
    All = 4,

    /// <summary>All values, but only of a parameter: <c>Name[*].tag</c>.</summary>
    AllWithParameter = 8,
}

/// <summary>Says what an argument that names values of a header may have.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class HeaderValueAttribute(HeaderValueForms forms) : Attribute
{
    /// <summary>What it may have.</summary>
    public HeaderValueForms Forms { get; } = forms;
}

/// <summary><c>Name[index|*][.parameter]</c>: values of a header, or a parameter of them. 1 is the first value, -1 the last.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Index">1 and up from the top, -1 to -10 from the bottom; 0 when none was given.</param>
/// <param name="IsAll"><c>[*]</c> was given.</param>
/// <param name="Parameter">The parameter's name, or null.</param>
internal sealed record HeaderValueReference(byte[] Name, int Index, bool IsAll, byte[]? Parameter) : IScriptParameter<HeaderValueReference>
{
    /// <summary>How far back an index can count.</summary>
    public const int LowestIndex = -10;

    private static readonly SearchValues<byte> NotInName = SearchValues.Create(" \t\r\n:;,\"<>"u8);
    private static readonly SearchValues<byte> NotInParameter = SearchValues.Create(" \t\r\n;=,\"<>[]"u8);

    private const string Hint = "write it like \"Name\", \"Name[2]\", \"Name[-1].parameter\"";

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out HeaderValueReference value)
    {
        value = null!;
        var text = argument.Text.Span;
        var nameEnd = text.IndexOfAny("[."u8);
        var name = nameEnd < 0 ? text : text[..nameEnd];
        var rest = nameEnd < 0 ? default : text[nameEnd..];
        if (name.IsEmpty || name.ContainsAny(NotInName))
            return context.Refuse($"header name expected in \"{argument}\"", Hint);

        var index = 0;
        var isAll = false;
        if (!rest.IsEmpty && rest[0] == '[')
        {
            var close = rest.IndexOf((byte)']');
            var number = close < 0 ? default : rest[1..close];
            isAll = number.SequenceEqual("*"u8);
            if (close < 0 || (!isAll && !TryParseIndex(number, out index)))
                return context.Refuse($"bad index in \"{argument}\"", $"1 is the first value, -1 the last; at least {LowestIndex}");
            rest = rest[(close + 1)..];
        }

        byte[]? parameter = null;
        if (!rest.IsEmpty)
        {
            if (rest[0] != '.' || rest.Length == 1 || rest.ContainsAny(NotInParameter))
                return context.Refuse($"parameter name expected in \"{argument}\"", Hint);
            parameter = rest[1..].ToArray();
        }

        value = new HeaderValueReference(name.ToArray(), index, isAll, parameter);
        return Check(value, argument, context);
    }

    private static bool Check(HeaderValueReference value, ScriptArgument argument, ConversionContext context)
    {
        var forms = context.GetAttribute<HeaderValueAttribute>()?.Forms ?? HeaderValueForms.None;
        if (value.Index != 0 && !forms.HasFlag(HeaderValueForms.Index))
            return context.Refuse($"\"{argument}\" can't have an index here");
        if (value.Parameter is not null && !forms.HasFlag(HeaderValueForms.Parameter))
            return context.Refuse($"\"{argument}\" can't have a parameter here");
        if (!value.IsAll || forms.HasFlag(HeaderValueForms.All))
            return true;
        return (forms.HasFlag(HeaderValueForms.AllWithParameter) && value.Parameter is not null)
            || context.Refuse($"\"{argument}\" can't mean all values here", Hint);
    }

    private static bool TryParseIndex(ReadOnlySpan<byte> text, out int index) =>
        Utf8Parser.TryParse(text, out index, out var consumed) && consumed == text.Length && index != 0 && index >= LowestIndex;
}
