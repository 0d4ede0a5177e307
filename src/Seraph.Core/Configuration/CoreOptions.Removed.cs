using Seraph.Script;

namespace Seraph.Core.Configuration;

/// <content>Parameters of SER 0.8 and 0.9 that have gone to modules: accepted, with a word about where they went.</content>
public sealed partial class CoreOptions
{
    [Parameter("fifo", Help = "is gone since 2.0: set fifo_file of module fifo, or fifo of module ctl")]
    internal IgnoredParameter? Fifo { get; set; }

    [Parameter("fifo_dir", Help = "is gone since 2.0: set fifo_dir of module fifo")]
    internal IgnoredParameter? FifoDir { get; set; }

    [Parameter("fifo_db_url", Help = "is gone since 2.0: set the db_url of the modules that need it")]
    internal IgnoredParameter? FifoDbUrl { get; set; }

    [Parameter("fifo_mode", "file_mode", Help = "is gone since 2.0: set mode of module fifo or ctl")]
    internal IgnoredParameter? FifoMode { get; set; }

    [Parameter("fifo_user", Help = "is gone since 2.0: set user of module fifo or ctl")]
    internal IgnoredParameter? FifoUser { get; set; }

    [Parameter("fifo_group", Help = "is gone since 2.0: set group of module fifo or ctl")]
    internal IgnoredParameter? FifoGroup { get; set; }

    [Parameter("sock_mode", Help = "is gone since 2.0: set mode of module unixsock or ctl")]
    internal IgnoredParameter? SockMode { get; set; }

    [Parameter("sock_user", Help = "is gone since 2.0: set user of module unixsock or ctl")]
    internal IgnoredParameter? SockUser { get; set; }

    [Parameter("sock_group", Help = "is gone since 2.0: set group of module unixsock or ctl")]
    internal IgnoredParameter? SockGroup { get; set; }

    [Parameter("unix_sock", Help = "is gone since 2.0: set socket of module unixsock, or binrpc of module ctl")]
    internal IgnoredParameter? UnixSock { get; set; }

    [Parameter("unix_sock_children", Help = "is gone since 2.0: set children of module unixsock")]
    internal IgnoredParameter? UnixSockChildren { get; set; }

    [Parameter("unix_tx_timeout", Help = "is gone since 2.0: set unix_tx_timeout of module tm, or send_timeout of module unixsock")]
    internal IgnoredParameter? UnixTxTimeout { get; set; }
}
