using Seraph.Core.Routing;

namespace Seraph.Core.Modularity;

/// <summary>For a module that has something to do when the server starts and stops.</summary>
public interface IModuleLifecycle
{
    /// <summary>
    /// Called in load order after the script was compiled and before the first message. May block (open a database, load its rows).
    /// Throws <see cref="ModuleException"/> with the operator's next step when the server can't start like this.
    /// </summary>
    void Start();

    /// <summary>Called in reverse load order after the last message: write out what is pending, end what runs.</summary>
    void Stop();
}

/// <summary>For a module that sees every well-formed request before the script does (<c>sl</c> takes its ACKs out here).</summary>
public interface IRequestFilter
{
    /// <summary>False when the request is dealt with: the script does not run.</summary>
    bool Accept(RouteContext context);
}

/// <summary>For a module that finishes what the script left open for a request (<c>tm</c> sends its delayed errors here).</summary>
public interface IRequestEnd
{
    /// <summary>Called after the script, whatever its result.</summary>
    void AfterScript(RouteContext context);
}

/// <summary>For a module that takes replies (<c>tm</c> matches them to transactions here).</summary>
public interface IReplyHandler
{
    /// <summary>True when the reply is dealt with; false lets the next handler try, and at last the reply be forwarded by its Via.</summary>
    bool Handle(RouteContext context);
}

/// <summary>Why a module can't be loaded or started, in words for the operator.</summary>
public sealed class ModuleException : Exception
{
    /// <summary>Says what is wrong and what to do.</summary>
    public ModuleException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and what to do, and keeps the cause.</summary>
    public ModuleException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Without words; not used.</summary>
    public ModuleException()
    {
    }
}
