using System.Reflection;
using Seraph.Core.Configuration;
using Seraph.Core.Routing;
using Seraph.Script;
using Seraph.Script.Diagnostics;
using Seraph.Script.Symbols;

namespace Seraph.Core.Modularity;

/// <summary>
/// Turns a script into a server with a program: compiles it, loads its modules, and has the server made when all parameters are known and before
/// the modules are.
/// </summary>
/// <param name="modules">The assemblies with the built-in modules.</param>
/// <param name="createServer">
/// Makes the server and says what its modules' constructors may ask for; called once, when the script has no error so far. Throws
/// <see cref="ModuleException"/> with one line for the operator when the parameters can't be followed.
/// </param>
public sealed class ScriptLoader(IEnumerable<Assembly> modules, Func<(SipServer Server, ServiceTable Services)> createServer)
{
    /// <summary>The server, once the script got so far.</summary>
    public SipServer? Server { get; private set; }

    /// <summary>Loads a script; with no error in the result, <see cref="Server"/> has its program.</summary>
    /// <param name="path">The script.</param>
    /// <param name="symbols">What the core offers.</param>
    /// <param name="variables">Takes the custom variables: says why one can't be declared, or null.</param>
    /// <param name="files">Where files come from; null is the file system.</param>
    public CompilationResult Load(string path, SymbolTable symbols, Func<CustomVariable, string?> variables, IScriptFiles? files = null)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        ServiceTable? services = null;
        var catalog = new ModuleCatalog(
            modules,
            () =>
            {
                (Server, services) = createServer();
                return services;
            },
            variables);
        CompilationResult result;
        try
        {
            result = ScriptCompiler.Compile(path, symbols, catalog, files);
        }
        catch (ModuleException exception)
        {
            var diagnostic = new Diagnostic(
                DiagnosticSeverity.Error, DiagnosticCategory.Module, SourceLocation.None with { File = path }, exception.Message, Hint: null, SourceLine: null);
            return new CompilationResult(null, [diagnostic]);
        }

        if (result.Script is { } script && Server is { } server)
            server.Program = new RoutingProgram(script, catalog.Instances);
        return result;
    }
}
