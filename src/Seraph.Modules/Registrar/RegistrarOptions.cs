using Seraph.Script;
using Seraph.Script.Attributes;
using Seraph.Script.Parameters;

namespace Seraph.Modules.Registrar;

/// <summary>Parameters of the module.</summary>
internal sealed class RegistrarOptions
{
    [Parameter("default_expires", Min = 1, Unit = "s", Help = "lifetime of a contact when the REGISTER names none")]
    public int DefaultExpires { get; set; } = 3600;

    [Parameter("default_q", Min = -1, Max = 1000, Help = "preference of a contact without q, in thousandths; -1 none")]
    public int DefaultQ { get; set; } = -1;

    [Parameter("append_branches", Help = "lookup makes a branch of every contact after the first")]
    public bool AppendBranches { get; set; } = true;

    [Parameter("save_nat_flag", Help = "message flag that says that the contacts being saved are behind a NAT")]
    public FlagReference SaveNatFlag { get; set; } = new(4, null);

    [Parameter("load_nat_flag", Help = "message flag that lookup sets when a contact is behind a NAT")]
    public FlagReference LoadNatFlag { get; set; } = new(4, null);

    [Parameter("min_expires", Min = 0, Unit = "s", Help = "shorter lifetimes are raised to this")]
    public int MinExpires { get; set; } = 60;

    [Parameter("max_expires", Min = 0, Unit = "s", Help = "longer lifetimes are lowered to this; 0 no limit")]
    public int MaxExpires { get; set; }

    [Parameter("received_param", Help = "parameter of Contact in replies that tells where the REGISTER came from")]
    public string ReceivedParameter { get; set; } = "received";

    [Parameter("max_contacts", Min = 0, Help = "contacts that one user may have; 0 as many as a reply can list")]
    public int MaxContacts { get; set; }

    [Parameter("received_to_uri", Help = "lookup puts the received URI into the Request-URI instead of the destination")]
    public bool ReceivedToUri { get; set; }

    [Parameter("reply_code_attr", Help = "gets the code that save_noreply would have answered")]
    public AttributeReference ReplyCodeAttribute { get; set; } = AttributeReference.Of("code");

    [Parameter("reply_reason_attr", Help = "gets the reason phrase that save_noreply would have answered")]
    public AttributeReference ReplyReasonAttribute { get; set; } = AttributeReference.Of("reason");

    [Parameter("contact_attr", Help = "gets the Contact header line that save_noreply would have answered")]
    public AttributeReference ContactAttribute { get; set; } = AttributeReference.Of("contact");

    [Parameter("aor_attr", Help = "attribute of the callee that is stored as address of record instead of To")]
    public string AorAttribute { get; set; } = "$aor";

    [Parameter("server_id_attr", Help = "attribute of the caller that is stored as owner instead of this server")]
    public string ServerIdAttribute { get; set; } = "$server_id";

    [Parameter("retry_after", Min = 0, Unit = "s", Help = "Retry-After of 5xx replies; 0 none")]
    public int RetryAfter { get; set; }

    [Parameter("use_path", Help = "store Path and route by it (RFC 3327)")]
    public bool UsePath { get; set; }

    [Parameter("path_mode", Min = 0, Max = 2, Help = "0 store Path only, 1 return it to who supports it, 2 refuse it (420) for who does not")]
    public int PathMode { get; set; } = 2;
}
