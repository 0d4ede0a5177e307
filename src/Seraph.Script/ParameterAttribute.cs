using Seraph.Script.Parameters;

namespace Seraph.Script;

/// <summary>
/// Declares a property of an options class as a parameter: of a module (<c>modparam</c>) or, in the options of the core, a global assignment. The property
/// is int, bool, string, an enum, a type with a converter (<see cref="IScriptParameter{TSelf}"/>), or a <c>List</c> of one of these, to which every
/// assignment adds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>Names the parameter; the first name is the one to recommend.</summary>
    public ParameterAttribute(params string[] names) => Names = names;

    /// <summary>The names, at least one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The least number allowed.</summary>
    public int Min { get; set; } = int.MinValue;

    /// <summary>The greatest number allowed.</summary>
    public int Max { get; set; } = int.MaxValue;

    /// <summary>The unit of a number: <c>ms</c>, <c>s</c>, <c>bytes</c> and so on; empty for a plain number.</summary>
    public string Unit { get; set; } = "";

    /// <summary>One line of help.</summary>
    public string Help { get; set; } = "";

    /// <summary>Can be changed while the server runs.</summary>
    public bool Runtime { get; set; }
}

/// <summary>
/// Declares an attribute flag that a module works with, as <c>avpflags</c> does, on a property of type uint of its options, which receives the bit.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AttributeFlagAttribute : Attribute
{
    /// <summary>Names the flag.</summary>
    public AttributeFlagAttribute(string name) => Name = name;

    /// <summary>The name in the script.</summary>
    public string Name { get; }
}

/// <summary>The words that stand for a member of an enum in the script, compared ignoring case; without it the member's name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WordAttribute : Attribute
{
    /// <summary>Names the words.</summary>
    public WordAttribute(params string[] words) => Words = words;

    /// <summary>The words, at least one.</summary>
    public IReadOnlyList<string> Words { get; }
}

/// <summary>The kind of block that a <see cref="RouteReference"/> names.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class BlockAttribute : Attribute
{
    /// <summary>Says the kind.</summary>
    public BlockAttribute(RouteBlockKind kind) => Kind = kind;

    /// <summary>The kind.</summary>
    public RouteBlockKind Kind { get; }
}

/// <summary>How a <see cref="PosixRegex"/> parameter matches; without it ignoring case and sensitive to line ends.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class RegexFlagsAttribute : Attribute
{
    /// <summary>Says the options.</summary>
    public RegexFlagsAttribute(PosixRegexOptions options) => Options = options;

    /// <summary>The options.</summary>
    public PosixRegexOptions Options { get; }
}
