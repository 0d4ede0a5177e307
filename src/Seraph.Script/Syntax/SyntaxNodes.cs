using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;
using Seraph.Script.Parameters;

namespace Seraph.Script.Syntax;

/// <summary>A part of a script as it was written.</summary>
internal abstract record SyntaxNode(SourceSpan Span);

/// <summary>A name as it was written.</summary>
internal sealed record NameSyntax(SourceSpan Span, string Text) : SyntaxNode(Span);

/// <summary>An argument of a call or the value of an assignment.</summary>
internal sealed record ArgumentSyntax(SourceSpan Span, ScriptArgumentKind Kind, ReadOnlyMemory<byte> Text) : SyntaxNode(Span)
{
    public int Number { get; init; }

    public IpValue Address { get; init; }

    public SocketArgument? Socket { get; init; }

    public AttributeReference? Attribute { get; init; }

    public ScriptArgument ToArgument() =>
        new(Kind, Span.ToLocation(), Text) { Number = Number, Address = Address, Socket = Socket, Attribute = Attribute };
}

/// <summary>A whole script.</summary>
/// <param name="Declarations">The statements at the top level, in their order.</param>
/// <param name="ModernConstruct">The first thing that only the 3.0 language has, or null.</param>
internal sealed record ScriptSyntax(IReadOnlyList<DeclarationSyntax> Declarations, NameSyntax? ModernConstruct);

/// <summary>A statement at the top level.</summary>
internal abstract record DeclarationSyntax(SourceSpan Span) : SyntaxNode(Span);

internal sealed record AssignmentDeclaration(SourceSpan Span, NameSyntax Name, ArgumentSyntax Value) : DeclarationSyntax(Span);

internal sealed record VariableDeclaration(SourceSpan Span, NameSyntax Group, NameSyntax Name, ArgumentSyntax Value, string Description)
    : DeclarationSyntax(Span);

/// <summary><c>listen</c> and <c>alias</c>.</summary>
internal sealed record ListenDeclaration(SourceSpan Span, NameSyntax Name, IReadOnlyList<ListenEntry> Entries) : DeclarationSyntax(Span);

/// <summary><c>flags</c> and <c>bool</c>.</summary>
internal sealed record FlagsDeclaration(SourceSpan Span, IReadOnlyList<(NameSyntax Name, int? Position)> Flags) : DeclarationSyntax(Span);

internal sealed record AttributeFlagsDeclaration(SourceSpan Span, IReadOnlyList<NameSyntax> Names) : DeclarationSyntax(Span);

internal sealed record LoadPathDeclaration(SourceSpan Span, string Path) : DeclarationSyntax(Span);

internal sealed record LoadModuleDeclaration(SourceSpan Span, NameSyntax Path) : DeclarationSyntax(Span);

internal sealed record ModuleParameterDeclaration(SourceSpan Span, NameSyntax Pattern, NameSyntax Name, ArgumentSyntax Value) : DeclarationSyntax(Span);

/// <summary>A route block; the name of an unnamed one is <see cref="CompiledRoute.MainName"/>.</summary>
internal sealed record RouteDeclaration(SourceSpan Span, RouteBlockKind Kind, NameSyntax Name, IReadOnlyList<StatementSyntax> Body) : DeclarationSyntax(Span);
