using Seraph.Script;

namespace Seraph.Modules.Xlog;

internal sealed class XlogOptions
{
    /// <summary>The longest text of one line; a longer one is not logged.</summary>
    [Parameter("buf_size", Min = 1, Max = 65536, Unit = "bytes", Help = "longest text of one line, a longer one is not logged")]
    public int MaxLength { get; set; } = 4096;
}
