using System.Text;
using Seraph.Script.Parameters;

namespace Seraph.Script.Attributes;

/// <summary>Whose attributes: the caller's or the callee's.</summary>
public enum AttributeTrack : byte
{
    /// <summary>The caller (From).</summary>
    From,

    /// <summary>The callee (To).</summary>
    To,
}

/// <summary>The class of an attribute.</summary>
public enum AttributeClass : byte
{
    /// <summary>No class given: uri, user, domain and global are searched in this order; new values go to uri.</summary>
    Any,

    /// <summary>Attributes of the URI; they live with the message and its transaction.</summary>
    Uri,

    /// <summary>Attributes of the user; they live with the message and its transaction.</summary>
    User,

    /// <summary>Attributes of the domain; shared and read-only.</summary>
    Domain,

    /// <summary>Global attributes, the same for both tracks; shared and read-only.</summary>
    Global,
}

/// <summary>Which values of an attribute are meant.</summary>
public enum AttributeIndexKind : byte
{
    /// <summary><c>$x</c>: the value if exactly one exists.</summary>
    None,

    /// <summary><c>$x[n]</c>: the n-th oldest, with a negative n the n-th newest.</summary>
    Number,

    /// <summary><c>$x[]</c>: all values.</summary>
    All,
}

/// <summary>An attribute as the script names it: track, class, name (or a pattern of names) and index. Immutable; made when the script is loaded.</summary>
public sealed class AttributeReference : IScriptParameter<AttributeReference>
{
    private readonly byte[] _name;

    /// <summary>An attribute by its exact name.</summary>
    public AttributeReference(
        AttributeTrack track,
        AttributeClass @class,
        ReadOnlySpan<byte> name,
        AttributeIndexKind indexKind = AttributeIndexKind.None,
        int index = 0)
    {
        _name = name.ToArray();
        Track = track;
        Class = @class;
        NameHash = HashName(name);
        IndexKind = indexKind;
        Index = index;
    }

    /// <summary>All attributes whose names match a pattern.</summary>
    public AttributeReference(AttributeTrack track, AttributeClass @class, PosixRegex pattern, AttributeIndexKind indexKind = AttributeIndexKind.None, int index = 0)
        : this(track, @class, default(ReadOnlySpan<byte>), indexKind, index) => Pattern = pattern;

    /// <summary>The track.</summary>
    public AttributeTrack Track { get; }

    /// <summary>The class.</summary>
    public AttributeClass Class { get; }

    /// <summary>The name, compared byte by byte; empty when there is a <see cref="Pattern"/>.</summary>
    public ReadOnlyMemory<byte> Name => _name;

    /// <summary><see cref="HashName"/> of the name.</summary>
    public uint NameHash { get; }

    /// <summary>The pattern of names, or null for an exact name.</summary>
    public PosixRegex? Pattern { get; }

    /// <summary>How values are chosen.</summary>
    public AttributeIndexKind IndexKind { get; }

    /// <summary>The n of <see cref="AttributeIndexKind.Number"/>: 1 is the oldest value, -1 the newest, 0 none.</summary>
    public int Index { get; }

    /// <summary>True for domain and global attributes, which a script can't change.</summary>
    public bool IsReadOnly => Class is AttributeClass.Domain or AttributeClass.Global;

    /// <summary>An attribute by name for code: <c>AttributeReference.Of("uid", AttributeTrack.To)</c>.</summary>
    public static AttributeReference Of(string name, AttributeTrack track = AttributeTrack.From, AttributeClass @class = AttributeClass.Any) =>
        new(track, @class, Encoding.UTF8.GetBytes(name));

    /// <summary>The hash that stores compare before they compare names.</summary>
    public static uint HashName(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619u;

        return hash;
    }

    /// <summary>
    /// Reads the string form used in module parameters and by modules at run time: <c>[class.]name[index]</c>, <c>class./regex/</c>, <c>s:name</c>,
    /// <c>i:number</c>, with or without a leading <c>$</c> or <c>%</c>. Without a class prefix the name is taken as it stands.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out AttributeReference? reference, out string? error) =>
        AttributeText.TryParse(text, out reference, out error);

    /// <inheritdoc/>
    public static bool TryConvert(ScriptArgument argument, ConversionContext context, out AttributeReference value)
    {
        value = null!;
        if (argument.Attribute is { } attribute)
        {
            value = attribute;
            return true;
        }

        if (argument.Kind != ScriptArgumentKind.Text)
            return context.Refuse("attribute expected", "write it like \"$name\" or \"$tu.name\"");

        if (!TryParse(argument.Text.Span, out var parsed, out var error))
            return context.Refuse(error!);

        value = parsed!;
        return true;
    }

    /// <summary>The attribute as a script writes it.</summary>
    public override string ToString()
    {
        var prefix = (Class, Track) switch
        {
            (AttributeClass.Any, AttributeTrack.From) => "",
            (AttributeClass.Any, _) => "t.",
            (AttributeClass.Global, _) => "g.",
            (_, AttributeTrack.From) => $"f{ClassLetter}.",
            _ => $"t{ClassLetter}.",
        };
        var name = Pattern is null ? Encoding.UTF8.GetString(_name) : $"/{Pattern}/";
        var index = IndexKind switch { AttributeIndexKind.Number => $"[{Index}]", AttributeIndexKind.All => "[]", _ => "" };
        return $"${prefix}{name}{index}";
    }

    private char ClassLetter => Class switch { AttributeClass.Uri => 'r', AttributeClass.User => 'u', _ => 'd' };
}
