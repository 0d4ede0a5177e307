using Seraph.Core.Dns;
using Seraph.Script;
using Seraph.Script.Parameters;

namespace Seraph.Core.Configuration;

/// <summary>
/// The parameters of the core (spec core-parameters.md), one property each: the attribute has its names in scripts, its limits and its help. Those with
/// <see cref="ParameterAttribute.Runtime"/> can be changed while the server runs; the object is then kept up to date in place. Those of the type
/// <see cref="IgnoredParameter"/> are accepted with a warning.
/// </summary>
public sealed partial class CoreOptions : ICheckedOptions
{
    /// <summary>Receivers for every UDP socket.</summary>
    [Parameter("children", Help = "receivers for every UDP socket; 0 or less: one for every core")]
    public int Children { get; set => field = value > 0 ? value : Environment.ProcessorCount; } = Environment.ProcessorCount;

    /// <summary>Readers of TCP to be reported; connections are read by the thread pool.</summary>
    [Parameter("tcp_children", Help = "TCP readers; 0 or less: as many as children")]
    public int TcpChildren { get => field > 0 ? field : Children; set; }

    /// <summary>Whether the server becomes a daemon; without, it stays in the foreground and serves all its sockets all the same.</summary>
    [Parameter("fork", Help = "become a daemon")]
    public bool Fork { get; set; } = true;

    /// <summary>How many messages may wait (for a database, DNS and the like) at the same time; further ones that would have to are answered 503.</summary>
    [Parameter("max_blocked", Min = 1, Max = 10_000, Help = "messages that may wait at the same time")]
    public int MaxBlocked { get; set; } = Transports.BlockingLimit.DefaultMax;

    /// <summary>The port of <see cref="Listen"/> entries without one.</summary>
    [Parameter("port", Max = 65535, Help = "port of listen entries without one; 0 or less: 5060")]
    public int Port { get; set => field = value > 0 ? value : 5060; } = 5060;

    /// <summary>Where to listen; empty: on all IPv4 addresses of this machine.</summary>
    [Parameter("listen", Help = "where to listen: [proto:]addr[:port] ...")]
    public List<ListenEntry> Listen { get; } = [];

    /// <summary>More names of this server.</summary>
    [Parameter("alias", Help = "more names of this server: [proto:]name[:port] ...")]
    public List<ListenEntry> Alias { get; } = [];

    /// <summary>The host for our Vias and Record-Routes instead of the socket's address, or null.</summary>
    [Parameter("advertised_address", Help = "host to put into Via and Record-Route")]
    public string? AdvertisedAddress { get; set; }

    /// <summary>The port for our Vias and Record-Routes instead of the socket's, or null.</summary>
    [Parameter("advertised_port", Min = 1, Max = 65535, Help = "port to put into Via and Record-Route")]
    public int? AdvertisedPort { get; set; }

    /// <summary>Whether the system's routing chooses the socket that a datagram is sent from.</summary>
    [Parameter("mhomed", Help = "let the system's routing choose the socket to send from")]
    public bool MultiHomed { get; set; }

    /// <summary>The number of this server in a cluster.</summary>
    [Parameter("server_id", Help = "number of this server in a cluster")]
    public int ServerId { get; set; }

    /// <summary>Name or number of the user to run as, or null.</summary>
    [Parameter("user", "uid", Help = "user to run as")]
    public string? User { get; set; }

    /// <summary>Name or number of the group to run as, or null.</summary>
    [Parameter("group", "gid", Help = "group to run as")]
    public string? Group { get; set; }

    /// <summary>The root directory to change to, or null.</summary>
    [Parameter("chroot", Help = "directory to make the root")]
    public string? Chroot { get; set; }

    /// <summary>The working directory of a daemon, or null for the root.</summary>
    [Parameter("workdir", "wdir", Help = "working directory")]
    public string? WorkingDirectory { get; set; }

    /// <summary>How many file descriptors to ask the system for; -1 leaves the limit alone.</summary>
    [Parameter("open_files_limit", Min = -1, Help = "least number of file descriptors; -1: leave it alone")]
    public int OpenFilesLimit { get; set; } = -1;

    /// <summary>Seconds that an orderly shutdown may take; 0: for ever.</summary>
    [Parameter("exit_timeout", "ser_kill_timeout", Min = 0, Unit = "s", Help = "grace period of shutdown; 0: no limit")]
    public int ExitTimeout { get; set; } = 60;

    [Parameter("disable_core_dump", Help = "has no effect: core dumps are the system's and the runtime's matter (DOTNET_DbgEnableMiniDump)")]
    internal IgnoredParameter? DisableCoreDump { get; set; }

    [Parameter("statistics", Help = "has no effect: see the metrics and statistics commands")]
    internal IgnoredParameter? StatisticsFile { get; set; }

    /// <summary>What is wrong with parameters that depend on one another, or null.</summary>
    public string? Check() => CheckDns() ?? CheckBlacklist();

    /// <summary>
    /// Brings parameters that depend on one another in line, once, after the script and the command line set them: what is not possible is switched off.
    /// </summary>
    /// <returns>What was changed, or asked for in vain: warnings for the operator.</returns>
    public IReadOnlyList<string> Settle()
    {
        var warnings = new List<string>();
        SettleDns(warnings);
        SettleBlacklist(warnings);
        return warnings;
    }
}
