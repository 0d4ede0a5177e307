namespace Seraph.Core.Modularity;

/// <summary>
/// What modules keep when a reload replaces the program and them with it: bindings, secrets. One object of each type; a module declares a type of its own for
/// what is to survive. Thread-safe.
/// </summary>
public sealed class ModuleMemory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, object> _objects = [];

    /// <summary>The object of that type; the first caller makes it.</summary>
    public T Get<T>(Func<T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (_lock)
        {
            if (!_objects.TryGetValue(typeof(T), out var found))
                _objects.Add(typeof(T), found = make());
            return (T)found;
        }
    }
}
