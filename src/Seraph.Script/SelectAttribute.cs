namespace Seraph.Script;

/// <summary>
/// Declares a method as a select, <c>@path</c>. The path is a list of names joined by dots: <c>*</c> stands for any name or quoted text, and <c>[]</c> after a
/// name (or <c>*</c>) for an optional number in brackets. The method's parameters are the context, then in the order of the path one <c>int?</c> for every
/// <c>[]</c> and one parameter (byte[], string, or any type that arguments of functions can have) for every <c>*</c>. It returns <see cref="SelectResult"/>.
/// Path names compare ignoring case.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class SelectAttribute : Attribute
{
    /// <summary>Declares one path.</summary>
    public SelectAttribute(string path) => Path = path;

    /// <summary>The path, for example <c>via[].host</c> or <c>from.params.*</c>.</summary>
    public string Path { get; }

    /// <summary>The table of sub-selects (<see cref="SubSelectAttribute"/>) that the result can be continued with, or null.</summary>
    public string? Nested { get; set; }

    /// <summary>In an unquoted name that <c>*</c> stands for, <c>_</c> means <c>-</c>.</summary>
    public bool UnderscoreIsDash { get; set; }
}

/// <summary>
/// Declares a method as the continuation of a select whose result is a URI, a name-addr and so on. The method's parameters are the context (may be left
/// out), the value so far as <c>ReadOnlyMemory&lt;byte&gt;</c>, then as in <see cref="SelectAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SubSelectAttribute : SelectAttribute
{
    /// <summary>Declares one path of a table.</summary>
    public SubSelectAttribute(string table, string path)
        : base(path) => Table = table;

    /// <summary>The table that it belongs to.</summary>
    public string Table { get; }
}
