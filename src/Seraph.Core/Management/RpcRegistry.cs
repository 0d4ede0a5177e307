using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Seraph.Core.Database;

namespace Seraph.Core.Management;

/// <summary>All management commands, in the order in which they were added: the core's first, then the modules' in load order. Thread-safe.</summary>
public sealed class RpcRegistry(ILogger<RpcRegistry> logger)
{
    private readonly Lock _lock = new();
    private ImmutableList<RpcCommand> _commands = [];
    private ImmutableDictionary<string, RpcCommand> _byName = ImmutableDictionary<string, RpcCommand>.Empty;

    /// <summary>The commands.</summary>
    public IReadOnlyList<RpcCommand> Commands => _commands;

    /// <summary>Adds the commands of an object: its methods with <see cref="RpcAttribute"/>. A command that exists is replaced where it stands.</summary>
    public void Add(object target)
    {
        lock (_lock)
        {
            foreach (var command in RpcCommand.Of(target))
            {
                _commands = _byName.TryGetValue(command.Name, out var old) ? _commands.Replace(old, command) : _commands.Add(command);
                _byName = _byName.SetItem(command.Name, command);
            }
        }
    }

    /// <summary>Removes the commands of an object, except those that another object has replaced.</summary>
    public void Remove(object target)
    {
        lock (_lock)
        {
            foreach (var command in _commands.Where(command => command.Target == target))
            {
                _commands = _commands.Remove(command);
                _byName = _byName.Remove(command.Name);
            }
        }
    }

    /// <summary>Finds a command.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out RpcCommand? command) => _byName.TryGetValue(name, out command);

    /// <summary>
    /// Runs a command; false when there is none of that name. Whatever goes wrong ends in <see cref="RpcCall.Failure"/>. The transport sends the
    /// answer and then calls <see cref="RpcCall.ReplySent"/>.
    /// </summary>
    public bool TryRun(RpcCall call)
    {
        if (!TryFind(call.Method, out var command))
            return false;

        try
        {
            command.Run(call);
        }
        catch (DatabaseException error)
        {
            call.Fault(500, error.Message);
        }
#pragma warning disable CA1031 // the boundary of one call: a command with a bug must not end the transport that serves the others
        catch (Exception error)
#pragma warning restore CA1031
        {
            ManagementLog.CommandFailed(logger, call.Method, error);
            call.Fault(500, "internal server error");
        }

        return true;
    }
}
