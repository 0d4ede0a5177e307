using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <summary>A variable of the <see cref="RuntimeConfiguration"/>: found once by its names, then read from any snapshot without looking for it again.</summary>
public abstract class ConfigurationVariable
{
    private protected ConfigurationVariable(string group, string name, string description, int index)
    {
        Group = group;
        Name = name;
        Description = description;
        Index = index;
    }

    /// <summary>The group: <c>core</c>, a module, or one that the script made up.</summary>
    public string Group { get; }

    /// <summary>The name within the group.</summary>
    public string Name { get; }

    /// <summary>What it is for, in one line, or empty.</summary>
    public string Description { get; }

    /// <summary>Whether it is set by a number; else by a text.</summary>
    public abstract bool IsNumber { get; }

    /// <summary>Whether it is fixed since the start.</summary>
    public virtual bool IsReadOnly => false;

    internal int Index { get; }

    /// <summary>Puts a new value into a draft.</summary>
    /// <returns>Why it can't be, or null.</returns>
    internal abstract string? Apply(ConfigurationDraft draft, ScriptValue value);

    /// <summary>Puts the value into the options object that everybody uses, after a draft with it was accepted.</summary>
    internal virtual void Publish(ScriptValue value)
    {
    }
}
