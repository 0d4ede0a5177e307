namespace Seraph.Core.Management;

/// <summary>The commands about commands: <c>system.*</c>.</summary>
public sealed class SystemCommands(RpcRegistry registry)
{
    [Rpc("system.listMethods", Help = "Lists all commands.", ReturnsArray = true)]
    internal void ListMethods(RpcCall call)
    {
        foreach (var command in registry.Commands)
            call.Add(command.Name);
    }

    [Rpc("system.methodSignature", Help = "Not implemented: arguments are described by system.methodHelp.")]
    internal static void MethodSignature(RpcCall call) => call.Fault(500, "Not Implemented Yet");

    [Rpc("system.methodHelp", Help = "Describes the command that is named.")]
    internal void MethodHelp(RpcCall call)
    {
        if (call.Remaining == 0 || !call.TryRead(out string name))
            call.Fault(400, "Method Name Expected");
        else if (!registry.TryFind(name, out var command))
            call.Fault(400, "command not found");
        else
            call.Add(command.Help.Length == 0 ? "undocumented" : command.Help);
    }
}
