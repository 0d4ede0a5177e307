using Seraph.Script;

namespace Seraph.Core.Diagnostics;

/// <summary>The syslog facilities that <c>log_facility</c> may name (RFC 3164, 4.1.1), by the names of syslog(3).</summary>
public enum SyslogFacility
{
    /// <summary>The kernel.</summary>
    [Word("LOG_KERN")]
    Kernel = 0,

    /// <summary>Programs of users.</summary>
    [Word("LOG_USER")]
    User = 1,

    /// <summary>Mail.</summary>
    [Word("LOG_MAIL")]
    Mail = 2,

    /// <summary>Daemons: the default.</summary>
    [Word("LOG_DAEMON")]
    Daemon = 3,

    /// <summary>Security.</summary>
    [Word("LOG_AUTH")]
    Auth = 4,

    /// <summary>The logger itself.</summary>
    [Word("LOG_SYSLOG")]
    Syslog = 5,

    /// <summary>Printing.</summary>
    [Word("LOG_LPR")]
    Printer = 6,

    /// <summary>News.</summary>
    [Word("LOG_NEWS")]
    News = 7,

    /// <summary>UUCP.</summary>
    [Word("LOG_UUCP")]
    Uucp = 8,

    /// <summary>Timed jobs.</summary>
    [Word("LOG_CRON")]
    Cron = 9,

    /// <summary>Security, not for everybody's eyes.</summary>
    [Word("LOG_AUTHPRIV")]
    AuthPrivate = 10,

    /// <summary>File transfer.</summary>
    [Word("LOG_FTP")]
    Ftp = 11,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL0")]
    Local0 = 16,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL1")]
    Local1 = 17,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL2")]
    Local2 = 18,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL3")]
    Local3 = 19,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL4")]
    Local4 = 20,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL5")]
    Local5 = 21,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL6")]
    Local6 = 22,

    /// <summary>For local use.</summary>
    [Word("LOG_LOCAL7")]
    Local7 = 23,
}
