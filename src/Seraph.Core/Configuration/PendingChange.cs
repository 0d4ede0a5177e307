using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <summary>A change that waits for <see cref="RuntimeConfiguration.TryCommit"/>.</summary>
/// <param name="Variable">What changes.</param>
/// <param name="Old">The value in force.</param>
/// <param name="New">The value to come.</param>
public sealed record PendingChange(ConfigurationVariable Variable, ScriptValue Old, ScriptValue New);
