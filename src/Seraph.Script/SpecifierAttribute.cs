namespace Seraph.Script;

/// <summary>Declares a method <see cref="SelectResult"/>(context) as a format specifier: <c>[Specifier("ru")]</c> is <c>%ru</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SpecifierAttribute : Attribute
{
    /// <summary>Names the specifier.</summary>
    public SpecifierAttribute(string name) => Name = name;

    /// <summary>Two letters.</summary>
    public string Name { get; }
}

/// <summary>
/// Declares the method behind <c>%{Name}</c>: <see cref="SelectResult"/>(context, byte[] name, int? index), where 0 is the first header of the name, -1 the
/// last, and null stands for all of them joined.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HeaderSpecifierAttribute : Attribute;
