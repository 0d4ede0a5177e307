using System.Text;
using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;

namespace Seraph.Script.Parameters;

/// <summary>How an argument was written.</summary>
public enum ScriptArgumentKind
{
    /// <summary>A quoted string.</summary>
    Text,

    /// <summary>A number or a boolean word.</summary>
    Number,

    /// <summary>An unquoted identifier or host name.</summary>
    Word,

    /// <summary>An unquoted IP address.</summary>
    Address,

    /// <summary>An unquoted <c>[proto:]host[:port]</c> with a protocol or a port.</summary>
    Socket,

    /// <summary><c>uri:host</c></summary>
    UriHost,

    /// <summary><c>uri:port</c></summary>
    UriPort,

    /// <summary>An unquoted attribute, <c>$x</c>.</summary>
    Attribute,

    /// <summary>An unquoted select, <c>@path</c>.</summary>
    Select,
}

/// <summary>One argument of a call, or one value of an assignment, as the script has it.</summary>
public sealed class ScriptArgument
{
    internal ScriptArgument(ScriptArgumentKind kind, SourceLocation location, ReadOnlyMemory<byte> text)
    {
        Kind = kind;
        Location = location;
        Text = text;
    }

    /// <summary>How it was written.</summary>
    public ScriptArgumentKind Kind { get; }

    /// <summary>Where it was written.</summary>
    public SourceLocation Location { get; }

    /// <summary>The content of a quoted string with its escapes resolved; of everything else the characters as written.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The value of a <see cref="ScriptArgumentKind.Number"/>.</summary>
    public int Number { get; internal init; }

    /// <summary>The address of an <see cref="ScriptArgumentKind.Address"/>.</summary>
    public IpValue Address { get; internal init; }

    /// <summary>The parts of a <see cref="ScriptArgumentKind.Socket"/>.</summary>
    public SocketArgument? Socket { get; internal init; }

    /// <summary>The attribute of an <see cref="ScriptArgumentKind.Attribute"/>.</summary>
    public AttributeReference? Attribute { get; internal init; }

    /// <summary>An argument that was not written in a script: from a remote call, or in a test.</summary>
    public static ScriptArgument FromText(string text) => new(ScriptArgumentKind.Text, SourceLocation.None, Encoding.UTF8.GetBytes(text));

    /// <summary>An argument that was not written in a script: from a remote call, or in a test.</summary>
    public static ScriptArgument FromNumber(int number) =>
        new(ScriptArgumentKind.Number, SourceLocation.None, Encoding.ASCII.GetBytes(number.ToString())) { Number = number };

    /// <summary>The text decoded as UTF-8.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Text.Span);
}
