using Seraph.Core.Modularity;
using Seraph.Script;

namespace Seraph.Modules.Print;

/// <summary>Prints on standard error.</summary>
[Module("print_lib", "print_stderr")]
internal sealed class PrintLibModule
{
    /// <summary>Where it prints.</summary>
    internal TextWriter Output { get; set; } = Console.Error;

    [ScriptFunction("print_stderr")]
    public ScriptResult Print(string text)
    {
        Output.WriteLine(text);
        return ScriptResult.True;
    }
}
