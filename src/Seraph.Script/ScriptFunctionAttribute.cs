namespace Seraph.Script;

/// <summary>How a command may be written.</summary>
[Flags]
public enum CommandForms
{
    /// <summary><c>name(...)</c></summary>
    Call = 1,

    /// <summary><c>name</c> alone.</summary>
    Bare = 2,

    /// <summary>Either way.</summary>
    Either = Call | Bare,
}

/// <summary>
/// Declares a method as a function of the script. The first parameter may be the context, the others are converted from the arguments once, when the
/// script is loaded (see <see cref="Parameters.IScriptParameter{TSelf}"/>). The method returns <see cref="ScriptResult"/>, bool or int. Several methods may
/// have the same name and different numbers of arguments.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public class ScriptFunctionAttribute : Attribute
{
    /// <summary>Names the function; the first name is the one to recommend.</summary>
    public ScriptFunctionAttribute(params string[] names) => Names = names;

    /// <summary>The names in the script, at least one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The blocks that may call it.</summary>
    public Routes In { get; set; } = Routes.Request;
}

/// <summary>
/// Declares a method as a command of the language itself, written as in <see cref="ScriptFunctionAttribute"/>. A command doesn't change <c>$?</c>, and its
/// 0 doesn't end the script.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScriptCommandAttribute : ScriptFunctionAttribute
{
    /// <summary>Names the command.</summary>
    public ScriptCommandAttribute(params string[] names)
        : base(names) => In = Routes.Any;

    /// <summary>With or without parentheses.</summary>
    public CommandForms Forms { get; set; } = CommandForms.Call;
}
