namespace Seraph.Script;

/// <summary>What an operand is, and so what it can be compared with.</summary>
public enum OperandKind
{
    /// <summary>Text: a method <see cref="SelectResult"/>(context).</summary>
    Text,

    /// <summary>Text that is a URI and can be compared with <c>myself</c> and with hosts: a method <see cref="SelectResult"/>(context).</summary>
    Uri,

    /// <summary>A number: a method int(context).</summary>
    Integer,

    /// <summary>A protocol, udp 1, tcp 2, tls 3, sctp 4: a method int(context).</summary>
    Protocol,

    /// <summary>An address: a method <see cref="IpValue"/>(context).</summary>
    Address,
}

/// <summary>Declares a static method as a special operand of expressions: <c>method</c>, <c>src_ip</c>, <c>msg:len</c> and the like.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperandAttribute : Attribute
{
    /// <summary>Names the operand.</summary>
    public OperandAttribute(params string[] names) => Names = names;

    /// <summary>The names in the script, at least one.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What it is.</summary>
    public OperandKind Kind { get; set; }

    /// <summary>The blocks that may use it.</summary>
    public Routes In { get; set; } = Routes.All;
}
