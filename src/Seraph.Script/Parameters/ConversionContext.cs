using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Seraph.Script.Diagnostics;
using Seraph.Script.Formatting;

namespace Seraph.Script.Parameters;

/// <summary>What a converter of arguments may ask and say.</summary>
public sealed class ConversionContext
{
    private readonly IConversionScope _scope;
    private readonly ICustomAttributeProvider? _target;
    private readonly SourceLocation _location;

    internal ConversionContext(IConversionScope scope, SourceLocation location, ICustomAttributeProvider? target)
    {
        _scope = scope;
        _location = location;
        _target = target;
    }

    /// <summary>The place of the argument.</summary>
    public SourceLocation Location => _location;

    /// <summary>The server behind the script; a converter of the server may cast it to what it is.</summary>
    public IScriptHooks? Hooks => _scope.Hooks;

    /// <summary>All names of the select that the argument is a part of; empty when it is no part of a select.</summary>
    public IReadOnlyList<string> SelectPath { get; internal init; } = [];

    /// <summary>Reports an error at the argument.</summary>
    /// <param name="message">What is wrong, in one line without a full stop.</param>
    /// <param name="hint">What to write instead, or null.</param>
    /// <returns>False, to be returned by the converter.</returns>
    public bool Refuse(string message, string? hint = null)
    {
        _scope.Report(DiagnosticSeverity.Error, _location, message, hint);
        return false;
    }

    /// <summary>Reports a warning at the argument.</summary>
    public void Warn(string message, string? hint = null) => _scope.Report(DiagnosticSeverity.Warning, _location, message, hint);

    /// <summary>An attribute of the method parameter or property that is to receive the value.</summary>
    public T? GetAttribute<T>()
        where T : Attribute =>
        _target?.GetCustomAttributes(typeof(T), inherit: true) is [T first, ..] ? first : null;

    /// <summary>Finds the select that a text names, <c>@path</c>; reports an error when there is none.</summary>
    public bool TryResolveSelect(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out SelectReference? select) =>
        _scope.TryResolveSelect(text, this, out select);

    /// <summary>Finds the format specifier of two letters.</summary>
    internal bool TryResolveSpecifier(string name, [NotNullWhen(true)] out SelectReference? specifier) => _scope.TryResolveSpecifier(name, out specifier);

    /// <summary>Finds what prints <c>%{Name[index]}</c>.</summary>
    internal bool TryResolveHeader(byte[] name, int? index, [NotNullWhen(true)] out SelectReference? specifier) =>
        _scope.TryResolveHeader(name, index, out specifier);

    /// <summary>Reads a text with <c>%</c> specifiers; reports an error when it is malformed.</summary>
    public bool TryParseFormat(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out Format? format) => FormatParser.TryParse(text, this, out format);

    /// <summary>The message flag of a name, or null when no flag of that name was declared.</summary>
    public FlagReference? FindFlag(string name) => _scope.FindFlag(name);

    /// <summary>Declares a message flag; null when there is none left or the position is taken. Position -1 takes the lowest free one.</summary>
    public FlagReference? DeclareFlag(string name, int position) => _scope.DeclareFlag(name, position);

    /// <summary>The route of a name, to be filled in when all routes are compiled. An unknown name gets a warning.</summary>
    public RouteReference GetRoute(RouteBlockKind kind, string name) => _scope.GetRoute(kind, name, _location);
}

/// <summary>What stands behind a <see cref="ConversionContext"/>: the symbols that are visible where the argument is.</summary>
internal interface IConversionScope
{
    IScriptHooks? Hooks { get; }

    void Report(DiagnosticSeverity severity, SourceLocation location, string message, string? hint);

    bool TryResolveSelect(ReadOnlyMemory<byte> text, ConversionContext context, [NotNullWhen(true)] out SelectReference? select);

    bool TryResolveSpecifier(string name, [NotNullWhen(true)] out SelectReference? specifier);

    bool TryResolveHeader(byte[] name, int? index, [NotNullWhen(true)] out SelectReference? specifier);

    FlagReference? FindFlag(string name);

    FlagReference? DeclareFlag(string name, int position);

    RouteReference GetRoute(RouteBlockKind kind, string name, SourceLocation location);
}
