using Seraph.Script;

namespace Seraph.Modules.Sl;

internal sealed class SlOptions
{
    /// <summary>The code of <c>sl_reply</c> when its argument has no value.</summary>
    [Parameter("default_code", Min = 100, Max = 699, Runtime = true, Help = "code of a reply whose argument has no value")]
    public int DefaultCode { get; set; } = 500;

    /// <summary>The reason phrase of <c>sl_reply</c> when its argument has no value.</summary>
    [Parameter("default_reason", Runtime = true, Help = "reason phrase of a reply whose argument has no value")]
    public string DefaultReason { get; set; } = "Internal Server Error";
}
