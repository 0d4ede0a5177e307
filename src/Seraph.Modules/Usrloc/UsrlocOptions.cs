using Seraph.Script;

namespace Seraph.Modules.Usrloc;

/// <summary>How bindings and the database stay in step (<c>db_mode</c>).</summary>
internal enum DatabaseMode
{
    /// <summary>Memory only.</summary>
    None = 0,

    /// <summary>A change is in the database before it is in memory, and before it is answered.</summary>
    WriteThrough = 1,

    /// <summary>A change is in memory at once, and in the database at the next run of the timer.</summary>
    WriteBack = 2,

    /// <summary>Loaded at start, never written.</summary>
    ReadOnly = 3,
}

/// <summary>Parameters of the module.</summary>
internal sealed class UsrlocOptions
{
    [Parameter("db_url", Help = "database of the bindings")]
    public string DatabaseUrl { get; set; } = "mysql://ser:heslo@localhost/ser";

    [Parameter("db_mode", Min = 0, Max = 3, Help = "0 memory only, 1 write-through, 2 write-back, 3 load at start and never write")]
    public int Mode { get; set; }

    [Parameter("timer_interval", Min = 1, Max = 86400, Unit = "s", Help = "how often expired bindings are removed and changes written back")]
    public int TimerInterval { get; set; } = 60;

    [Parameter("desc_time_order", Help = "1: a new contact comes first whatever its q")]
    public bool NewestFirst { get; set; }

    [Parameter("db_skip_delete", Help = "1: write-back does not delete expired rows, and they are not loaded at start")]
    public bool SkipDelete { get; set; }

    [Parameter("uid_column", Help = "column of the user id")]
    public string UidColumn { get; set; } = "uid";

    [Parameter("contact_column", Help = "column of the contact URI")]
    public string ContactColumn { get; set; } = "contact";

    [Parameter("expires_column", Help = "column of the time at which the binding ends")]
    public string ExpiresColumn { get; set; } = "expires";

    [Parameter("q_column", Help = "column of the preference, -1 when none was given")]
    public string QColumn { get; set; } = "q";

    [Parameter("callid_column", Help = "column of the Call-ID")]
    public string CallIdColumn { get; set; } = "callid";

    [Parameter("cseq_column", Help = "column of the CSeq number")]
    public string CSeqColumn { get; set; } = "cseq";

    [Parameter("method_column", Help = "accepted for old scripts, not used")]
    public string MethodColumn { get; set; } = "method";

    [Parameter("flags_column", Help = "column of the flags")]
    public string FlagsColumn { get; set; } = "flags";

    [Parameter("user_agent_column", Help = "column of the user agent")]
    public string UserAgentColumn { get; set; } = "user_agent";

    [Parameter("received_column", Help = "column of the URI that the REGISTER came from")]
    public string ReceivedColumn { get; set; } = "received";

    [Parameter("instance_column", Help = "column of +sip.instance")]
    public string InstanceColumn { get; set; } = "instance";

    [Parameter("aor_column", Help = "column of the address of record")]
    public string AorColumn { get; set; } = "aor";

    /// <summary>Everything but <see cref="TimerInterval"/> as text: what tables can't change without a restart.</summary>
    public string Fingerprint() => string.Join(
        '\n',
        DatabaseUrl, Mode, NewestFirst, SkipDelete, UidColumn, ContactColumn, ExpiresColumn, QColumn, CallIdColumn, CSeqColumn, FlagsColumn, UserAgentColumn,
        ReceivedColumn, InstanceColumn, AorColumn);
}
