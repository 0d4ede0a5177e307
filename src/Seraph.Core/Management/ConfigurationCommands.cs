using System.Text;
using Seraph.Core.Configuration;
using Seraph.Script;

namespace Seraph.Core.Management;

/// <summary>The commands that look at and change the configuration while the server runs: <c>cfg.*</c>. There is one set of pending changes for all clients.</summary>
public sealed class ConfigurationCommands(RuntimeConfiguration configuration)
{
    [Rpc("cfg.set_now_int", Help = "Changes a variable to an integer at once. Takes group, variable, value.")]
    internal void SetNow(RpcCall call, string group, string variable, int value) => Set(call, group, variable, ScriptValue.Of(value));

    [Rpc("cfg.set_now_string", Help = "Changes a variable to a string at once. Takes group, variable, value.")]
    internal void SetNow(RpcCall call, string group, string variable, string value) => Set(call, group, variable, TextOf(value));

    [Rpc("cfg.set_delayed_int", Help = "Prepares the change of a variable to an integer for cfg.commit. Takes group, variable, value.")]
    internal void SetDelayed(RpcCall call, string group, string variable, int value) => Delay(call, group, variable, ScriptValue.Of(value));

    [Rpc("cfg.set_delayed_string", Help = "Prepares the change of a variable to a string for cfg.commit. Takes group, variable, value.")]
    internal void SetDelayed(RpcCall call, string group, string variable, string value) => Delay(call, group, variable, TextOf(value));

    [Rpc("cfg.commit", Help = "Brings all prepared changes into force at once.")]
    internal void Commit(RpcCall call)
    {
        if (!configuration.TryCommit(out var error))
            call.Fault(400, $"Failed to commit the changes: {error}");
    }

    [Rpc("cfg.rollback", Help = "Forgets all prepared changes.")]
    internal void Rollback(RpcCall call) => configuration.Rollback();

    [Rpc("cfg.get", Help = "Returns the value of a variable. Takes group, variable.")]
    internal void Get(RpcCall call, string group, string variable)
    {
        if (configuration.Find(group, variable) is { } found)
            call.Add(ValueOf(configuration.Current[found]));
        else
            call.Fault(400, "Failed to get the variable");
    }

    [Rpc("cfg.help", Help = "Describes a variable. Takes group, variable.")]
    internal void Describe(RpcCall call, string group, string variable)
    {
        if (configuration.Find(group, variable) is not { } found)
        {
            call.Fault(400, "Failed to get the variable description");
            return;
        }

        call.Add(found.Description);
        call.Add($"(parameter type is {(found.IsNumber ? "integer" : "string")})");
    }

    [Rpc("cfg.list", Help = "Lists all variables with their groups.", ReturnsArray = true)]
    internal void ListVariables(RpcCall call)
    {
        foreach (var variable in configuration.Variables)
            call.Add($"{variable.Group}: {variable.Name}");
    }

    [Rpc("cfg.diff", Help = "Lists the prepared changes.", ReturnsArray = true)]
    internal void ListChanges(RpcCall call)
    {
        foreach (var change in configuration.Pending)
        {
            call.AddStructure()
                .Add("group name", change.Variable.Group)
                .Add("variable name", change.Variable.Name)
                .Add("old value", ValueOf(change.Old))
                .Add("new value", ValueOf(change.New));
        }
    }

    private void Set(RpcCall call, string group, string variable, ScriptValue value)
    {
        if (!configuration.TrySet(group, variable, value, out var error))
            call.Fault(400, $"Failed to set the variable: {error}");
    }

    private void Delay(RpcCall call, string group, string variable, ScriptValue value)
    {
        if (!configuration.TrySetDelayed(group, variable, value, out var error))
            call.Fault(400, $"Failed to set the variable: {error}");
    }

    private static ScriptValue TextOf(string value) => ScriptValue.Of(Encoding.UTF8.GetBytes(value));

    private static RpcValue ValueOf(ScriptValue value) =>
        value.Kind == ScriptValueKind.Integer ? RpcValue.From(value.Integer) : RpcValue.From(Encoding.UTF8.GetString(value.Text.Span));
}
