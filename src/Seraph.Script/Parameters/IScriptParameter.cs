namespace Seraph.Script.Parameters;

/// <summary>
/// A type that parameters of script functions and of modules can have. Arguments are converted once, when the script is loaded; the converted object is
/// passed at every call, so it must be immutable or safe for many threads. A module may declare types of its own.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IScriptParameter<TSelf>
    where TSelf : IScriptParameter<TSelf>
{
    /// <summary>Converts an argument. What is wrong with it is told by <see cref="ConversionContext.Refuse"/>, whose false is returned.</summary>
    static abstract bool TryConvert(ScriptArgument argument, ConversionContext context, out TSelf value);
}

/// <summary>
/// A converted argument that wants to know the object that it belongs to, a module or one of the core, for example to look up a table by its name.
/// </summary>
public interface IModuleBoundParameter
{
    /// <summary>Called once, after all instances were made and before the script runs.</summary>
    /// <param name="module">The instance whose function, select or specifier has the argument.</param>
    /// <returns>What is wrong, or null.</returns>
    string? Bind(object module);
}
