using Microsoft.Extensions.Logging;
using Seraph.Core.Modularity;
using Seraph.Script;

namespace Seraph.Modules.Print;

/// <summary>Prints on standard output: for a look while debugging, and as the smallest example of a module.</summary>
[Module("print", "print_stdout")]
internal sealed class PrintModule(PrintOptions options, ILogger<PrintModule> logger) : IModuleLifecycle
{
    /// <summary>Where it prints.</summary>
    internal TextWriter Output { get; set; } = Console.Out;

    [ScriptFunction("print")]
    public ScriptResult Print() => Print("<null>");

    [ScriptFunction("print")]
    public ScriptResult Print(string text)
    {
        Output.WriteLine(text);
        return ScriptResult.True;
    }

    [ScriptFunction("print")]
    public ScriptResult Print(string first, string second) => Print(first + second);

    /// <inheritdoc/>
    public void Start() => PrintLog.Parameters(logger, options.Text, options.CountedText, options.Number);

    /// <inheritdoc/>
    public void Stop() => Output.Flush();
}
