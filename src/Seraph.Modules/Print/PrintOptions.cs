using Seraph.Script;

namespace Seraph.Modules.Print;

internal sealed class PrintOptions
{
    /// <summary>Logged at the start.</summary>
    [Parameter("string_param", Help = "logged at the start")]
    public string? Text { get; set; }

    /// <summary>Logged at the start.</summary>
    [Parameter("str_param", Help = "logged at the start")]
    public string? CountedText { get; set; }

    /// <summary>Logged at the start.</summary>
    [Parameter("int_param", Help = "logged at the start")]
    public int Number { get; set; }
}
