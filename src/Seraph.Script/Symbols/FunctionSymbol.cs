using System.Reflection;

namespace Seraph.Script.Symbols;

/// <summary>A function or command that a script can call.</summary>
public sealed class FunctionSymbol
{
    internal FunctionSymbol(ScriptFunctionAttribute declaration, MethodInfo method, MemberOwner owner, ParameterInfo[] parameters, bool takesContext)
    {
        Names = declaration.Names;
        In = declaration.In;
        IsCommand = declaration is ScriptCommandAttribute;
        Forms = declaration is ScriptCommandAttribute command ? command.Forms : CommandForms.Call;
        Method = method;
        Owner = owner;
        Parameters = parameters;
        TakesContext = takesContext;
    }

    /// <summary>The names in the script.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The blocks that may call it.</summary>
    public Routes In { get; }

    /// <summary>True for a command of the language, false for a module's function.</summary>
    public bool IsCommand { get; }

    /// <summary>With or without parentheses.</summary>
    public CommandForms Forms { get; }

    /// <summary>The parameters that the script's arguments are converted to.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    internal MethodInfo Method { get; }

    internal MemberOwner Owner { get; }

    internal bool TakesContext { get; }
}

/// <summary>Whose a declared method is: nobody's for a static class, else an object that may be made later.</summary>
internal sealed class MemberOwner(ModuleSymbol? module, Func<object>? instance)
{
    private object? _instance;

    public ModuleSymbol? Module { get; } = module;

    /// <summary>There is, or will be, an object that methods are called on.</summary>
    public bool HasInstance => instance is not null;

    public object Instance => _instance ??= instance?.Invoke() ?? throw new InvalidOperationException("A method of an instance was declared without an instance.");
}
