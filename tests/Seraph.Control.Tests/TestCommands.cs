using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Seraph.Core.Diagnostics;
using Seraph.Core.Management;

namespace Seraph.Control.Tests;

/// <summary>A registry with the core's commands and a few of every shape.</summary>
internal sealed class TestCommands : IServerControl, IDisposable
{
    public TestCommands()
    {
        Registry = new RpcRegistry(NullLogger<RpcRegistry>.Instance);
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero));
        Registry.Add(new SystemCommands(Registry));
        Registry.Add(new CoreCommands(new ServerInfo(time), Tasks, Statistics, this, time));
        Registry.Add(this);
    }

    public RpcRegistry Registry { get; }

    public ServerTasks Tasks { get; } = new();

    public Statistics Statistics { get; } = new();

    public bool Stopped { get; private set; }

    public IReadOnlyList<string> CommandLine => ["seraph"];

    public void RequestStop() => Stopped = true;

    public void Dispose() => Statistics.Dispose();

    [Rpc("test.types", Help = "One value of every type.")]
    internal static void Types(RpcCall call)
    {
        call.Add(-5);
        call.Add(1.5);
        call.Add("a:b,c\nd");
        call.Add(true);
        call.Add(RpcValue.FromTime(86400));
        call.AddStructure().Add("name", "x:y").Add("number", 7).AddStructure("inner").Add("deep", 1);
        call.Add(RpcValue.From([RpcValue.From(1), RpcValue.From("two")]));
    }

    [Rpc("test.flat")]
    internal static void Flat(RpcCall call)
    {
        call.AddStructure().Add("name", "x:y,z").Add("number", 7);
        call.Add(1.5);
        call.Add("tab\there");
    }

    [Rpc("test.fault")]
    internal static void Fault(RpcCall call, int code, string text)
    {
        call.Add("discarded");
        call.Fault(code, text);
    }

    [Rpc("test.half")]
    internal static void Half(RpcCall call, double value) => call.Add(value / 2);

    [Rpc("test.long")]
    internal static void Long(RpcCall call, int length) => call.Add(new string('x', length));
}
