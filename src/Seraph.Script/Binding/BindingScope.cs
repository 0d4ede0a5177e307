using System.Diagnostics.CodeAnalysis;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;

namespace Seraph.Script.Binding;

/// <summary>A place in the script: answers what converters ask and marks the place in diagnostics.</summary>
/// <param name="State">What is known about the script.</param>
/// <param name="Span">The argument that is converted.</param>
/// <param name="Order">The number of the top-level statement, which decides what modules can be seen.</param>
/// <param name="Category">What diagnostics are about.</param>
internal sealed record BindingScope(BindingState State, SourceSpan Span, int Order, DiagnosticCategory Category) : IConversionScope
{
    public IScriptHooks Hooks => State.Table.Hooks;

    public void Report(DiagnosticSeverity severity, SourceLocation location, string message, string? hint) =>
        State.Diagnostics.Add(severity, Category, Span, message, hint);

    public bool TryResolveSelect(ReadOnlyMemory<byte> text, ConversionContext context, [NotNullWhen(true)] out SelectReference? select)
    {
        select = null;
        if (!SelectText.TryParse(text.Span, Span, out var path))
            return context.Refuse($"bad select \"{SelectReference.PathOf(text)}\"", "write it like @from.uri, @via[2].host or @msg.header[\"Name\"]");

        if (new SelectResolver(State, Order).TryResolve(path, Span) is not { } bound)
            return false;

        select = new SelectReference(SelectReference.PathOf(text));
        State.Readers.Add((select, bound));
        return true;
    }

    public bool TryResolveSpecifier(string name, [NotNullWhen(true)] out SelectReference? specifier)
    {
        specifier = null;
        foreach (var set in State.VisibleSets(Order))
        {
            if (!set.Specifiers.TryGetValue(name, out var symbol))
                continue;

            if (!State.Specifiers.TryGetValue(symbol, out specifier))
            {
                State.Specifiers.Add(symbol, specifier = new SelectReference("%" + name));
                State.Readers.Add((specifier, new BoundInvoke(symbol.Method, symbol.Owner, symbol.TakesContext ? [BoundContext.Instance] : [])));
            }

            return true;
        }

        return false;
    }

    public bool TryResolveHeader(byte[] name, int? index, [NotNullWhen(true)] out SelectReference? specifier)
    {
        specifier = null;
        if (State.VisibleSets(Order).Select(s => s.HeaderSpecifier).FirstOrDefault(s => s is not null) is not { } symbol)
            return false;

        BoundExpression[] arguments = [BoundConstant.Of(name), new BoundConstant(index, typeof(int?))];
        specifier = new SelectReference("%{");
        State.Readers.Add((specifier, new BoundInvoke(symbol.Method, symbol.Owner, symbol.TakesContext ? [BoundContext.Instance, .. arguments] : arguments)));
        return true;
    }

    public FlagReference? FindFlag(string name) => State.Flags.Find(name);

    public FlagReference? DeclareFlag(string name, int position) => State.Flags.Declare(name, position);

    public RouteReference GetRoute(RouteBlockKind kind, string name, SourceLocation location) => State.GetRoute(kind, name, Span);
}
