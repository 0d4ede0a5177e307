namespace Seraph.Core.Configuration;

/// <summary>An options object that can be changed while the server runs, and how it was at any snapshot.</summary>
/// <typeparam name="T">The options class.</typeparam>
public sealed class RuntimeOptions<T>
    where T : class
{
    private readonly int _slot;

    internal RuntimeOptions(T live, int slot)
    {
        Live = live;
        _slot = slot;
    }

    /// <summary>The object itself, which has the newest values.</summary>
    public T Live { get; }

    /// <summary>The values of a snapshot, in an object that does not change. For who reads several values that belong together.</summary>
    public T At(ConfigurationSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (T)snapshot.Options(_slot);
    }
}
