namespace Seraph.Core.Management;

/// <summary>What management commands need of the running process.</summary>
public interface IServerControl
{
    /// <summary>The words of the command line, the program's name first.</summary>
    IReadOnlyList<string> CommandLine { get; }

    /// <summary>Begins the orderly shutdown and returns.</summary>
    void RequestStop();
}

/// <summary>What management commands tell of TCP. Without one, TCP is disabled.</summary>
public interface ITcpStatus
{
    /// <summary>Tasks that read from connections.</summary>
    int Readers { get; }

    /// <summary>The most connections that may be open.</summary>
    int MaxConnections { get; }

    /// <summary>Connections that are open.</summary>
    int OpenConnections { get; }

    /// <summary>Bytes that wait to be written, over all connections.</summary>
    long QueuedBytes { get; }

    /// <summary>The options in force, under the names that <c>core.tcp_options</c> has for them.</summary>
    IEnumerable<(string Name, long Value)> Options { get; }
}
