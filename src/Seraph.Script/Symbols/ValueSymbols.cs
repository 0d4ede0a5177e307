using System.Reflection;

namespace Seraph.Script.Symbols;

/// <summary>A special operand.</summary>
internal sealed record OperandSymbol(IReadOnlyList<string> Names, OperandKind Kind, Routes In, MethodInfo Method, MemberOwner Owner, bool TakesContext);

/// <summary>A format specifier.</summary>
internal sealed record SpecifierSymbol(string Name, MethodInfo Method, MemberOwner Owner, bool TakesContext);

/// <summary>A select or, with a <paramref name="Table"/>, a sub-select.</summary>
internal sealed record SelectSymbol(
    string? Table,
    string Path,
    SelectPathElement[] Elements,
    string? Nested,
    bool UnderscoreIsDash,
    MethodInfo Method,
    MemberOwner Owner,
    bool TakesContext,
    ParameterInfo[] Parameters);

/// <summary>An element of a declared path.</summary>
/// <param name="Name">The name, or null for <c>*</c>.</param>
/// <param name="TakesIndex">An optional number in brackets may follow.</param>
internal readonly record struct SelectPathElement(string? Name, bool TakesIndex);
