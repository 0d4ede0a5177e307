using Seraph.Script.Binding;
using Seraph.Script.Compilation;
using Seraph.Script.Diagnostics;
using Seraph.Script.Lexing;
using Seraph.Script.Parameters;
using Seraph.Script.Symbols;
using Seraph.Script.Syntax;

namespace Seraph.Script;

/// <summary>Compiles scripts.</summary>
public static class ScriptCompiler
{
    /// <summary>Compiles the script in a file. Whatever is wrong with it comes back as diagnostics; nothing is thrown.</summary>
    /// <param name="path">The file.</param>
    /// <param name="symbols">What the core offers; its options receive the script's assignments.</param>
    /// <param name="catalog">Where modules come from.</param>
    /// <param name="files">Where files come from; the file system when it is null.</param>
    public static CompilationResult Compile(string path, SymbolTable symbols, IModuleCatalog catalog, IScriptFiles? files = null)
    {
        var diagnostics = new DiagnosticBag();
        var tokens = TokenSource.Read(path, files ?? DiskFiles.Instance, diagnostics);
        if (tokens is null)
            return new CompilationResult(null, diagnostics.ToList());

        var (syntax, rules) = Parse(tokens, diagnostics);
        var state = new BindingState(symbols, catalog, diagnostics);
        var declarations = new DeclarationBinder(state);
        declarations.Bind(syntax.Declarations);
        declarations.ApplyParameters();
        var routes = BindRoutes(syntax, state, rules);
        var compiled = Link(state, routes, rules);
        CreateInstances(state);
        BindToModules(state);
        if (diagnostics.HasErrors)
            return new CompilationResult(null, diagnostics.ToList());

        foreach (var (reference, value) in state.Readers)
            reference.Reader = RouteCompiler.CompileReader(value, symbols.ContextType);

        for (var i = 0; i < routes.Count; i++)
            compiled[i].Body = RouteCompiler.Compile(routes[i].Body, symbols.ContextType);

        var modules = state.Modules.ConvertAll(m => m.Module);
        var script = new CompiledScript(rules, compiled, modules, state.Flags.Positions, state.AttributeFlags.Masks, state.Variables);
        return new CompilationResult(script, diagnostics.ToList());
    }

    /// <summary>Reads by the grammar of 2.1, unless a dialect line asks for 3.0 or something is found that only 3.0 has.</summary>
    private static (ScriptSyntax Syntax, ScriptRules Rules) Parse(TokenSource source, DiagnosticBag diagnostics)
    {
        if (source.Rules is { } chosen)
            return (Parser.Parse(source.Tokens, isModern: true, diagnostics), chosen);

        var found = new DiagnosticBag();
        var syntax = Parser.Parse(source.Tokens, isModern: false, found);
        if (syntax.ModernConstruct is null)
        {
            diagnostics.AddRange(found);
            return (syntax, ScriptRules.Classic);
        }

        const string hint = "put #!SER into the first line to say that this is meant";
        diagnostics.Warning(
            DiagnosticCategory.Syntax, syntax.ModernConstruct.Span, $"\"{syntax.ModernConstruct.Text}\" makes the whole script follow the rules of 3.0", hint);
        return (Parser.Parse(source.Tokens, isModern: true, diagnostics), ScriptRules.Modern);
    }

    /// <summary>Binds all route blocks. Unnamed blocks of a kind are one; a name that is used twice is an error.</summary>
    private static List<BoundRoute> BindRoutes(ScriptSyntax syntax, BindingState state, ScriptRules rules)
    {
        var bodies = new Dictionary<(RouteBlockKind, string), List<BoundStatement>>();
        var routes = new List<BoundRoute>();
        for (var order = 0; order < syntax.Declarations.Count; order++)
        {
            if (syntax.Declarations[order] is not RouteDeclaration route)
                continue;

            var body = RouteBinder.Bind(state, route, order, rules);
            var isMain = route.Name.Text == CompiledRoute.MainName;
            if (isMain && route.Kind is RouteBlockKind.Failure or RouteBlockKind.Branch)
                state.Diagnostics.Warning(DiagnosticCategory.Route, route.Span, "a block of this kind without a name never runs");

            if (!bodies.TryGetValue((route.Kind, route.Name.Text), out var statements))
            {
                bodies.Add((route.Kind, route.Name.Text), statements = []);
                routes.Add(new BoundRoute(route.Kind, route.Name.Text, route.Span.ToLocation(), new BoundBlock(statements)));
            }
            else if (!isMain)
            {
                state.Diagnostics.Error(DiagnosticCategory.Route, route.Name.Span, $"duplicate route \"{route.Name.Text}\"");
            }

            statements.Add(body);
        }

        return routes;
    }

    /// <summary>Makes the routes, still without code, and points all references to them.</summary>
    private static List<CompiledRoute> Link(BindingState state, List<BoundRoute> routes, ScriptRules rules)
    {
        var compiled = routes.ConvertAll(r => new CompiledRoute(r.Kind, r.Name, rules, r.Location));
        foreach (var (reference, span) in state.RouteUses)
        {
            reference.Route = compiled.Find(r => r.Kind == reference.Kind && r.Name == reference.Name);
            var isNone = reference.Kind != RouteBlockKind.Request && reference.Name is CompiledRoute.MainName or "";
            if (isNone)
                reference.Route = null;
            else if (reference.Route is null)
                WarnOfUndefined(state, reference, span, compiled);
        }

        return compiled;
    }

    private static void WarnOfUndefined(BindingState state, RouteReference reference, SourceSpan span, List<CompiledRoute> routes)
    {
        var keyword = reference.Kind switch
        {
            RouteBlockKind.Request => "route",
            RouteBlockKind.Failure => "failure_route",
            RouteBlockKind.Reply => "onreply_route",
            RouteBlockKind.Branch => "branch_route",
            RouteBlockKind.OnSend => "onsend_route",
            _ => "event_route",
        };
        var known = routes.Where(r => r.Kind == reference.Kind).Select(r => r.Name);
        var hint = Suggestions.For(reference.Name, known);
        state.Diagnostics.Warning(DiagnosticCategory.Route, span, $"{keyword}[{reference.Name}] is not defined", hint);
    }

    private static void CreateInstances(BindingState state)
    {
        if (state.Diagnostics.HasErrors)
            return;

        foreach (var failure in state.Catalog.CreateInstances(state.Modules.ConvertAll(m => m.Module)))
        {
            var span = state.Modules.Find(m => m.Module == failure.Module)!.Span;
            state.Diagnostics.Error(DiagnosticCategory.Module, span, $"module \"{failure.Module.Name}\" can't start: {failure.Message}", failure.Hint);
        }
    }

    private static void BindToModules(BindingState state)
    {
        if (state.Diagnostics.HasErrors)
            return;

        foreach (var (parameter, owner, span) in state.ModuleBound)
        {
            if (parameter.Bind(owner.Instance) is { } error)
                state.Diagnostics.Error(DiagnosticCategory.Module, span, error);
        }
    }
}
