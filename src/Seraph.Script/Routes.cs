namespace Seraph.Script;

/// <summary>The kinds of route blocks in which a function, command or operand may be used.</summary>
[Flags]
public enum Routes
{
    /// <summary>In no block.</summary>
    None = 0,

    /// <summary>In <c>route</c>, <c>route[name]</c> and <c>event_route</c> blocks.</summary>
    Request = 1,

    /// <summary>In <c>failure_route</c> blocks.</summary>
    Failure = 2,

    /// <summary>In <c>onreply_route</c> blocks.</summary>
    Reply = 4,

    /// <summary>In <c>branch_route</c> blocks.</summary>
    Branch = 8,

    /// <summary>In <c>onsend_route</c> blocks.</summary>
    OnSend = 16,

    /// <summary>Everywhere but in <c>onsend_route</c>.</summary>
    Any = Request | Failure | Reply | Branch,

    /// <summary>Everywhere.</summary>
    All = Any | OnSend,
}

/// <summary>The kinds of route blocks; every kind has a name space of its own.</summary>
public enum RouteBlockKind
{
    /// <summary><c>route</c>: run for requests and by <c>route(name)</c>.</summary>
    Request,

    /// <summary><c>failure_route</c>: run by tm when a transaction is about to fail.</summary>
    Failure,

    /// <summary><c>onreply_route</c>: run for replies.</summary>
    Reply,

    /// <summary><c>branch_route</c>: run by tm for every outgoing branch.</summary>
    Branch,

    /// <summary><c>onsend_route</c>: run before a request leaves.</summary>
    OnSend,

    /// <summary><c>event_route[module:event]</c>: run by the module.</summary>
    Event,
}
