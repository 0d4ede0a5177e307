using Seraph.Script;

namespace Seraph.Modules.MaxForwards;

internal sealed class MaxForwardsOptions
{
    /// <summary>The highest value that a request leaves with; 0 for no such limit.</summary>
    [Parameter("max_limit", Min = 0, Max = 255, Runtime = true, Help = "highest value a request leaves with, 0 = no limit")]
    public int MaxLimit { get; set; } = 16;
}
