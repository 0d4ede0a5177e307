using System.Diagnostics.CodeAnalysis;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;

namespace Seraph.Script.Symbols;

/// <summary>Conversions outside of any script, where plain values are all that there is.</summary>
internal sealed class DetachedScope : IConversionScope
{
    public string? Error { get; private set; }

    public IScriptHooks? Hooks => null;

    public void Report(DiagnosticSeverity severity, SourceLocation location, string message, string? hint)
    {
        if (severity == DiagnosticSeverity.Error)
            Error ??= hint is null ? message : $"{message} ({hint})";
    }

    public bool TryResolveSelect(ReadOnlyMemory<byte> text, ConversionContext context, [NotNullWhen(true)] out SelectReference? select)
    {
        select = null;
        return context.Refuse("selects can't be used here");
    }

    public bool TryResolveSpecifier(string name, [NotNullWhen(true)] out SelectReference? specifier)
    {
        specifier = null;
        return false;
    }

    public bool TryResolveHeader(byte[] name, int? index, [NotNullWhen(true)] out SelectReference? specifier)
    {
        specifier = null;
        return false;
    }

    public FlagReference? FindFlag(string name) => null;

    public FlagReference? DeclareFlag(string name, int position) => null;

    public RouteReference GetRoute(RouteBlockKind kind, string name, SourceLocation location) => new(kind, name);
}
