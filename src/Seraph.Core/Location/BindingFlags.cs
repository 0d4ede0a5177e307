namespace Seraph.Core.Location;

/// <summary>What is known about a binding, with the values that scripts, RPC commands and the column <c>flags</c> use.</summary>
[Flags]
public enum BindingFlags : uint
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The contact is behind a NAT.</summary>
    Nat = 1,

    /// <summary>It never expires.</summary>
    Permanent = 128,

    /// <summary>It is never written to the database, nor deleted there.</summary>
    MemoryOnly = 256,
}

/// <summary>How a binding stands to its row of the database.</summary>
public enum BindingState : byte
{
    /// <summary>There is no row.</summary>
    New,

    /// <summary>The row is equal.</summary>
    Synchronized,

    /// <summary>The row is older.</summary>
    Dirty,
}
