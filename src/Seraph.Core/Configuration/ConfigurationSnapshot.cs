using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <summary>All values of the <see cref="RuntimeConfiguration"/> at one moment. It never changes: a message takes one when it starts and keeps it.</summary>
public sealed class ConfigurationSnapshot
{
    private readonly object[] _options;
    private readonly ScriptValue[] _values;

    internal ConfigurationSnapshot(object[] options, ScriptValue[] values)
    {
        _options = options;
        _values = values;
    }

    /// <summary>The value of a variable: a number or text; undefined when it is unset. Allocates nothing.</summary>
    /// <param name="variable">A variable of the same configuration that was there when the snapshot was made.</param>
    public ScriptValue this[ConfigurationVariable variable]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(variable);
            return variable.Index < _values.Length ? _values[variable.Index] : default;
        }
    }

    internal object Options(int slot) => _options[slot];

    internal ConfigurationDraft Draft(int options, int values)
    {
        var draft = new ConfigurationDraft(new object[options], new ScriptValue[values]);
        _options.CopyTo(draft.Options, 0);
        _values.CopyTo(draft.Values, 0);
        return draft;
    }
}

/// <summary>A snapshot in the making. Options objects are copied before they are changed.</summary>
internal sealed class ConfigurationDraft(object[] options, ScriptValue[] values)
{
    private static readonly Func<object, object> Clone =
        typeof(object).GetMethod("MemberwiseClone", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .CreateDelegate<Func<object, object>>();

    private readonly HashSet<int> _changed = [];

    public object[] Options { get; } = options;

    public ScriptValue[] Values { get; } = values;

    public IReadOnlyCollection<int> Changed => _changed;

    /// <summary>The copy of an options object that may be changed.</summary>
    public object Change(int slot)
    {
        if (_changed.Add(slot))
            Options[slot] = Clone(Options[slot]);
        return Options[slot];
    }

    /// <summary>Takes in an object as it is now.</summary>
    public void Take(int slot, object live)
    {
        Options[slot] = Clone(live);
        _changed.Add(slot);
    }

    /// <summary>What the changed objects have against their values, or null.</summary>
    public string? Check() => _changed.Select(slot => (Options[slot] as ICheckedOptions)?.Check()).FirstOrDefault(problem => problem is not null);
}
