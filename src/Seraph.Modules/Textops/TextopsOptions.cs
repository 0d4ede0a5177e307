using Seraph.Script;

namespace Seraph.Modules.Textops;

internal sealed class TextopsOptions
{
    /// <summary>The longest text that a format with <c>%</c> specifiers may make.</summary>
    [Parameter("xlbuf_size", Min = 1, Max = 65536, Unit = "bytes", Help = "longest text that a %-format may make")]
    public int MaxFormatLength { get; set; } = 4096;
}
