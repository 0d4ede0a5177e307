using Seraph.Script;

namespace Seraph.Control.Ctl;

/// <summary>The parameters of module <c>ctl</c>.</summary>
internal sealed class CtlOptions
{
    /// <summary>Where binrpc is served; <c>unixs:/tmp/ser_ctl</c> when neither this nor <see cref="Fifo"/> is set.</summary>
    [Parameter("binrpc", Help = "address to serve binrpc on: unixs:/path, unixd:/path, tcp:host:port, udp:host:port; repeatable")]
    public List<string> Binrpc { get; } = [];

    /// <summary>Where the line protocol is served.</summary>
    [Parameter("fifo", Help = "address to serve the line protocol on: fifo:/path, or any that binrpc takes; repeatable")]
    public List<string> Fifo { get; } = [];

    /// <summary>Permission of Unix sockets and pipes.</summary>
    [Parameter("mode", Min = 0, Max = 0x1ff, Help = "permission of Unix sockets and pipes")]
    public int Mode { get; set; } = 0x180; // rw-------

    /// <summary>Owner of Unix sockets and pipes.</summary>
    [Parameter("user", Help = "owner of Unix sockets and pipes, name or number")]
    public string User { get; set; } = "";

    /// <summary>Group of Unix sockets and pipes.</summary>
    [Parameter("group", Help = "group of Unix sockets and pipes, name or number")]
    public string Group { get; set; } = "";

    /// <summary>Whether arguments of one type stand in for another where their value allows it.</summary>
    [Parameter("autoconversion", Help = "convert the types of arguments where their value allows it")]
    public bool AutoConversion { get; set; }

    /// <summary>The longest answer over binrpc. The reference's default of 4 KB, a static buffer there, is too short for a list of contacts.</summary>
    [Parameter("binrpc_max_body_size", Unit = "KB", Max = 1 << 20, Help = "longest binrpc answer")]
    public int MaxBodySize
    {
        get;
        set => field = value > 0 ? value : DefaultMaxBodySize;
    }

    = DefaultMaxBodySize;

    /// <summary>Kept for scripts that set it: structures have no limit of their own, the whole answer has one.</summary>
    [Parameter("binrpc_struct_max_body_size", Unit = "KB", Help = "no effect: binrpc_max_body_size limits the whole answer")]
    public int StructureMaxBodySize { get; set; } = 1;

    private const int DefaultMaxBodySize = 16 * 1024; // some 50,000 registered contacts
}
