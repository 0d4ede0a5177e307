using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Logging;
using Seraph.Script;
using Seraph.Script.Symbols;

namespace Seraph.Core.Configuration;

/// <summary>
/// The configuration that can be looked at, and in part changed, while the server runs (core-subsystems 12): groups of variables, which are the parameters of
/// options objects and what the script declares for itself. Every change makes a new <see cref="ConfigurationSnapshot"/>; all of it comes into force at once
/// or not at all. One of these belongs to one program: a reload makes another.
/// </summary>
/// <remarks>
/// An options object that was added is kept up to date in place, so code that reads one of its properties has the newest value without doing anything. Code that reads
/// several, or one several times for a message, takes them from the message's snapshot (<see cref="RuntimeOptions{T}.At"/>).
/// </remarks>
public sealed class RuntimeConfiguration(ILogger<RuntimeConfiguration> logger)
{
    private readonly Lock _writing = new();
    private readonly Dictionary<(string Group, string Name), ConfigurationVariable> _names = [];
    private readonly List<ConfigurationVariable> _variables = [];
    private readonly List<object> _options = [];
    private readonly HashSet<string> _scriptGroups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declaredGroups = new(StringComparer.Ordinal);
    private readonly List<(ConfigurationVariable Variable, ScriptValue Value)> _pending = [];
    private readonly List<(string Group, Action Handler)> _handlers = [];
    private volatile ConfigurationSnapshot _current = new([], []);

    /// <summary>The values in force.</summary>
    public ConfigurationSnapshot Current => _current;

    /// <summary>All variables in the order of their declaration.</summary>
    public IReadOnlyList<ConfigurationVariable> Variables
    {
        get
        {
            lock (_writing)
            {
                return [.. _variables];
            }
        }
    }

    /// <summary>The changes that wait for a commit. There is one set of them, whoever made them.</summary>
    public IReadOnlyList<PendingChange> Pending
    {
        get
        {
            lock (_writing)
            {
                return [.. _pending.Select(change => new PendingChange(change.Variable, _current[change.Variable], change.Value))];
            }
        }
    }

    /// <summary>
    /// Adds the parameters of an options object, with the values that they have now: those with <see cref="ParameterAttribute.Runtime"/> can be changed. A
    /// group may have several objects.
    /// </summary>
    /// <exception cref="ArgumentException">A variable of the group has the same name already, or the group is one of the script's.</exception>
    public RuntimeOptions<T> Add<T>(string group, T options)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentNullException.ThrowIfNull(options);
        lock (_writing)
        {
            if (_scriptGroups.Contains(group))
                throw new ArgumentException($"The script has declared variables in the group {group}.", nameof(group));

            _declaredGroups.Add(group);
            var slot = _options.Count;
            _options.Add(options);
            foreach (var symbol in ParameterSymbol.Read(options.GetType(), group).Where(symbol => symbol.IsPlain))
            {
                var variable = new OptionVariable(symbol, group, _variables.Count, slot, options);
                foreach (var name in symbol.Names)
                    _names.Add((group, name), variable);
                _variables.Add(variable);
            }

            Refresh(slot);
            return new RuntimeOptions<T>(options, slot);
        }
    }

    /// <summary>Adds a variable that does something when it is set, and is 0 otherwise.</summary>
    /// <param name="group">A group of the core or of a module.</param>
    /// <param name="name">The name within the group.</param>
    /// <param name="description">What it does.</param>
    /// <param name="min">Least value it can be set to.</param>
    /// <param name="max">Greatest value it can be set to.</param>
    /// <param name="action">What happens then.</param>
    public void AddTrigger(string group, string name, string description, int min, int max, Action<int> action)
    {
        lock (_writing)
        {
            _declaredGroups.Add(group);
            var variable = new TriggerVariable(group, name, description, _variables.Count, min, max, action);
            _names.Add((group, name), variable);
            _variables.Add(variable);
            var draft = _current.Draft(_options.Count, _variables.Count);
            draft.Values[variable.Index] = ScriptValue.Of(0);
            _current = new ConfigurationSnapshot(draft.Options, draft.Values);
        }
    }

    /// <summary>Adds a variable of the script.</summary>
    /// <returns>Why it can't be declared, or null.</returns>
    public string? Declare(CustomVariable declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        lock (_writing)
        {
            if (_declaredGroups.Contains(declaration.Group))
                return $"variable cannot be declared: the group {declaration.Group} belongs to the server";
            if (_names.ContainsKey((declaration.Group, declaration.Name)))
                return $"variable cannot be declared: {declaration.Group}.{declaration.Name} is there already";

            _scriptGroups.Add(declaration.Group);
            var variable = new ScriptVariable(declaration, _variables.Count);
            _names.Add((variable.Group, variable.Name), variable);
            _variables.Add(variable);
            var draft = _current.Draft(_options.Count, _variables.Count);
            draft.Values[variable.Index] = variable.Initial;
            _current = new ConfigurationSnapshot(draft.Options, draft.Values);
            return null;
        }
    }

    /// <summary>Has a handler called after every change in a group, when it is in force. Handlers run one after the other, and can't change the configuration.</summary>
    public void OnChange(string group, Action handler)
    {
        lock (_writing)
        {
            _handlers.Add((group, handler));
        }
    }

    /// <summary>
    /// Takes in what code, not an operator, changed in an options object: for the start, after the script and the command line were read. No handler is called.
    /// </summary>
    public void Refresh<T>(RuntimeOptions<T> options)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        lock (_writing)
        {
            Refresh(_options.IndexOf(options.Live));
        }
    }

    /// <summary>Finds a variable, by any of its names.</summary>
    public ConfigurationVariable? Find(string group, string name)
    {
        lock (_writing)
        {
            return _names.GetValueOrDefault((group, name));
        }
    }

    /// <summary>Changes a variable at once.</summary>
    /// <param name="group">The group.</param>
    /// <param name="name">The name within the group.</param>
    /// <param name="value">A number, or text; it is converted when the variable wants the other.</param>
    /// <param name="error">Why it can't be changed, in one line.</param>
    public bool TrySet(string group, string name, ScriptValue value, out string? error)
    {
        lock (_writing)
        {
            error = Prepare(group, name, ref value, out var variable) ?? Apply([(variable!, value)]);
            return error is null;
        }
    }

    /// <summary>Notes a change for <see cref="TryCommit"/>, after trying it together with those noted before for the same group. The last change of a variable counts.</summary>
    public bool TrySetDelayed(string group, string name, ScriptValue value, out string? error)
    {
        lock (_writing)
        {
            error = Prepare(group, name, ref value, out var variable);
            if (error is not null)
                return false;

            var draft = _current.Draft(_options.Count, _variables.Count);
            var others = _pending.Where(change => change.Variable.Group == group && change.Variable != variable);
            error = Apply(draft, [.. others, (variable!, value)]);
            if (error is not null)
                return false;

            _pending.RemoveAll(change => change.Variable == variable);
            _pending.Add((variable!, value));
            return true;
        }
    }

    /// <summary>Brings all pending changes into force at once. When that fails they stay pending.</summary>
    public bool TryCommit(out string? error)
    {
        lock (_writing)
        {
            error = Apply([.. _pending]);
            if (error is null)
                _pending.Clear();
            return error is null;
        }
    }

    /// <summary>Forgets the pending changes.</summary>
    public void Rollback()
    {
        lock (_writing)
        {
            _pending.Clear();
        }
    }

    private string? Prepare(string group, string name, ref ScriptValue value, out ConfigurationVariable? variable)
    {
        if (!_names.TryGetValue((group, name), out variable))
            return $"there is no variable {group}.{name}";
        if (variable.IsReadOnly)
            return $"{group}.{name} can't be changed while the server runs";
        if (!value.IsDefined)
            return $"no value for {group}.{name}";

        if (variable.IsNumber && value.Kind == ScriptValueKind.String)
        {
            var text = value.Text.Span;
            if (!Utf8Parser.TryParse(text, out int number, out var consumed) || consumed != text.Length)
                return $"number expected for {group}.{name}";
            value = ScriptValue.Of(number);
        }
        else if (!variable.IsNumber && value.Kind == ScriptValueKind.Integer)
        {
            value = ScriptValue.Of(Encoding.ASCII.GetBytes(value.Integer.ToString()));
        }
        else if (value.Kind == ScriptValueKind.String)
        {
            value = ScriptValue.Of(value.Text.ToArray()); // the caller's memory may be a buffer
        }

        return null;
    }

    private static string? Apply(ConfigurationDraft draft, IReadOnlyList<(ConfigurationVariable Variable, ScriptValue Value)> changes) =>
        changes.Select(change => change.Variable.Apply(draft, change.Value)).FirstOrDefault(problem => problem is not null) ?? draft.Check();

    /// <summary>All of the changes, or none and why.</summary>
    private string? Apply(IReadOnlyList<(ConfigurationVariable Variable, ScriptValue Value)> changes)
    {
        var draft = _current.Draft(_options.Count, _variables.Count);
        if (Apply(draft, changes) is { } problem)
            return problem;

        Publish(draft);
        foreach (var (variable, value) in changes)
        {
            ConfigurationLog.Changed(logger, variable.Group, variable.Name, value);
            Guard(variable.Group, () => variable.Publish(value));
        }

        foreach (var group in changes.Select(change => change.Variable.Group).Distinct())
        {
            foreach (var (_, handler) in _handlers.Where(entry => entry.Group == group))
                Guard(group, handler);
        }

        return null;
    }

    /// <summary>A change that is in force can't be taken back because somebody chokes on it.</summary>
    private void Guard(string group, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            ConfigurationLog.HandlerFailed(logger, e, group);
        }
    }

    private void Refresh(int slot)
    {
        var draft = _current.Draft(_options.Count, _variables.Count);
        draft.Take(slot, _options[slot]);
        Publish(draft);
    }

    private void Publish(ConfigurationDraft draft)
    {
        foreach (var variable in _variables.OfType<OptionVariable>().Where(variable => draft.Changed.Contains(variable.Slot)))
        {
            // All of the object's: one property may show in another.
            variable.Symbol.TryGet(draft.Options[variable.Slot], out var value);
            draft.Values[variable.Index] = value;
        }

        _current = new ConfigurationSnapshot(draft.Options, draft.Values);
    }
}
