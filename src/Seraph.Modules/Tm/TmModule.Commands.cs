using Seraph.Core.Management;

namespace Seraph.Modules.Tm;

/// <content>Management commands.</content>
internal sealed partial class TmModule
{
    [Rpc("tm.stats", Help = "Numbers of transactions: living, waiting for late messages, and finished by class of their final reply.")]
    internal void Statistics(RpcCall call)
    {
        var counters = layer.Counters;
        var created = counters.Created.Value;
        call.AddStructure()
            .Add("current", counters.Current)
            .Add("waiting", counters.Waiting)
            .Add("total", created)
            .Add("total_local", 0) // nothing starts transactions of its own yet
            .Add("replied_locally", counters.RepliedLocally.Value)
            .Add("6xx", counters.Completed(6))
            .Add("5xx", counters.Completed(5))
            .Add("4xx", counters.Completed(4))
            .Add("3xx", counters.Completed(3))
            .Add("2xx", counters.Completed(2))
            .Add("created", created)
            .Add("freed", counters.Freed.Value);
    }
}
