using Seraph.Script.Attributes;
using Seraph.Script.Diagnostics;

namespace Seraph.Script;

/// <summary>
/// The state that a compiled script works on while it handles one message. The server derives its own context from it, adds the message, and reuses the
/// object: see <see cref="ResetScript"/>.
/// </summary>
public abstract class ScriptContext
{
    /// <summary>How deep routes may call one another; a deeper call fails with -1.</summary>
    public const int MaxDepth = 100;

    /// <summary><c>$?</c>: the value of the last route call or module function.</summary>
    public int ReturnCode { get; set; }

    /// <summary>The flags of the message, 0 to 31.</summary>
    public uint Flags { get; set; }

    /// <summary>Rounds that one <c>while</c> may do (<c>max_while_loops</c>).</summary>
    public int MaxLoops { get; set; } = 100;

    /// <summary>Memory for texts that are made while the message is handled.</summary>
    public ScratchArena Scratch { get; } = new();

    /// <summary>The kind of the block that is running.</summary>
    public RouteBlockKind Block { get; internal set; }

    /// <summary>Routes that are running inside one another; 0 outside of any.</summary>
    public int Depth { get; internal set; }

    /// <summary>The script was ended by <c>exit</c>, <c>drop</c> or a function that returned 0.</summary>
    public bool Exited { get; internal set; }

    /// <summary>The script was ended by <c>drop</c>.</summary>
    public bool Dropped { get; internal set; }

    /// <summary>The code that <see cref="Exited"/> came with.</summary>
    internal int ExitCode { get; set; }

    /// <summary>The attributes (AVPs) that the script sees.</summary>
    public abstract IAttributeStore Attributes { get; }

    /// <summary>Told about a fault of the script at run time, to be logged; the script goes on as the language defines.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="location">The place in the script.</param>
    protected internal abstract void Report(ScriptFault fault, SourceLocation location);

    /// <summary>Makes the context ready for the next message: no flags, no marks, an empty <see cref="Scratch"/>.</summary>
    protected void ResetScript()
    {
        ReturnCode = 0;
        Flags = 0;
        Block = RouteBlockKind.Request;
        Depth = 0;
        Exited = false;
        Dropped = false;
        ExitCode = 0;
        Scratch.Reset();
    }
}

/// <summary>What can go wrong in a script while it runs.</summary>
public enum ScriptFault
{
    /// <summary>Routes call one another deeper than <see cref="ScriptContext.MaxDepth"/>; the call failed with -1.</summary>
    TooDeep,

    /// <summary>A <c>while</c> did more rounds than <see cref="ScriptContext.MaxLoops"/> and was abandoned.</summary>
    TooManyLoops,

    /// <summary>A division by zero; the expression is false, an assignment isn't done.</summary>
    DivisionByZero,

    /// <summary>A text that is no number was used as one; it counts as 0.</summary>
    NotANumber,

    /// <summary>A regular expression that comes from an attribute or select is wrong; nothing matches.</summary>
    BadRegularExpression,

    /// <summary>The texts made for this message take too much memory; the expression is undefined.</summary>
    OutOfScratch,

    /// <summary>An attribute couldn't be stored, a limit of the store is reached.</summary>
    AttributeRefused,
}
