using Microsoft.Extensions.Logging.Abstractions;
using Seraph.Core.Management;

namespace Seraph.Core.Tests.Management;

/// <summary>Calls the commands of objects as a client does.</summary>
internal sealed class RpcTester : IRpcClient
{
    public RpcTester(params object[] targets)
    {
        foreach (var target in targets)
            Registry.Add(target);
    }

    public RpcRegistry Registry { get; } = new(NullLogger<RpcRegistry>.Instance);

    public RpcFault BadArgument(int index, RpcKind expected, RpcArgumentError error) => new(400, $"{index} {expected} {error}");

    public RpcCall Run(string method, params object[] arguments)
    {
        var values = arguments.Select(argument => argument is string text ? RpcValue.From(text) : argument is int number ? RpcValue.From(number) : RpcValue.From((double)argument));
        var call = new RpcCall(method, [.. values], this);
        Assert.True(Registry.TryRun(call), $"no command {method}");
        return call;
    }

    /// <summary>The values of an answer, as text.</summary>
    public string[] Values(string method, params object[] arguments)
    {
        var call = Run(method, arguments);
        Assert.Null(call.Failure);
        return [.. call.Values.Select(value => value.ToString())];
    }

    /// <summary>The text of a refusal.</summary>
    public string Refusal(string method, params object[] arguments)
    {
        var call = Run(method, arguments);
        Assert.NotNull(call.Failure);
        return $"{call.Failure.Value.Code} {call.Failure.Value.Text}";
    }
}
